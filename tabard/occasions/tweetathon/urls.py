from django.urls import path

from tabard.occasions.tweetathon.views import deciding, figures, organising, public, registering

app_name = "tweetathon"
urlpatterns = [
    path("tweetathon/", public.index, name="index"),
    path("tweetathon/<slug:slug>/", public.page, name="page"),
    path("tweetathon/<slug:slug>/pack/", public.pack_page, name="pack"),
    path("tweetathon/<slug:slug>/pack.zip", public.pack_zip, name="pack_zip"),
    path("tweetathon/<slug:slug>/calendar.ics", public.calendar_file, name="calendar"),
    path("tweetathon/<slug:slug>/card.png", public.card, name="card"),
    path("tweetathon/<slug:slug>/qr.svg", public.qr_svg, name="qr_svg"),
    path("tweetathon/<slug:slug>/qr.png", public.qr_png, name="qr_png"),
    path("tweetathon/<slug:slug>/figures/", figures.figures, name="figures"),
    path("tweetathon/<slug:slug>/figures.json", figures.figures_json, name="figures_json"),
    path("tweetathon/<slug:slug>/figures.csv", figures.figures_csv, name="figures_csv"),
    path("tweetathon/<slug:slug>/picture.<str:kind>", figures.picture_file, name="picture_file"),
    path("tweetathon/<slug:slug>/register/", registering.register, name="register"),
    path("tweetathon/<slug:slug>/register/asked/", registering.asked, name="asked"),
    path("tweetathon/<slug:slug>/registration/<str:word>/", registering.registration, name="registration"),
    path("tweetathon/<slug:slug>/registration/<str:word>/withdraw/", registering.withdraw, name="withdraw"),
    path("desk/tweetathons/", organising.index, name="organise"),
    path("desk/tweetathons/add/", organising.add, name="add"),
    path("desk/tweetathons/<slug:slug>/", deciding.tweetathon, name="organise_one"),
    path("desk/tweetathons/<slug:slug>/edit/", organising.change, name="change"),
    path("desk/tweetathons/<slug:slug>/cancel/", organising.cancel, name="cancel"),
    path("desk/tweetathons/<slug:slug>/years/", organising.years, name="years"),
    path("desk/tweetathons/<slug:slug>/years/<int:year>/remove/", organising.remove_year, name="remove_year"),
    path("desk/tweetathons/<slug:slug>/registrations.csv", deciding.export, name="export"),
    path("desk/tweetathons/<slug:slug>/accounts.csv", deciding.export_accounts, name="export_accounts"),
    path("desk/tweetathons/<slug:slug>/registrations/<int:pk>/", deciding.registration, name="decide"),
    path("desk/tweetathons/<slug:slug>/registrations/<int:pk>/accept/", deciding.accept, name="accept"),
]
