"""An officer's browser without a screen: signs in with a second factor, and lets apps in."""

import re
from html import unescape
from urllib.parse import urljoin

import requests

from tests.journeys.sites import Site

PATIENCE = 60
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_CODE = re.compile(r'<code id="code">([^<]+)</code>')


class Browser:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._session = requests.Session()

    def sign_in(self, email: str, password: str) -> None:
        page = self._get(f"{self._site.url}/account/login/?next=/desk/")
        page = self._send(page, login=email, password=password)
        page = self._send(page, code=self._site.one_time_code(email))
        assert "/desk/" in page.url, page.url

    def let_in(self, authorize_url: str, *, handle: str) -> str:
        """Open the app's page, choose as whom it speaks, agree; the code that is shown."""
        page = self._get(authorize_url)
        agreed = self._send(page, voice=handle)
        found = _CODE.search(agreed.text)
        assert found, agreed.text
        return found[1]

    def _get(self, url: str) -> requests.Response:
        page = self._session.get(url, timeout=PATIENCE)
        assert page.status_code == 200, page.text
        return page

    def _send(self, page: requests.Response, **fields: str) -> requests.Response:
        """Fill in the form of `page` and send it, with all that it holds already."""
        form = next(part for part in page.text.split("<form")[1:] if all(f'name="{name}"' in part for name in fields))
        hidden = {name: unescape(value) for name, value in _HIDDEN.findall(form.partition("</form>")[0])}
        action = re.search(r'action="([^"]*)"', form.partition(">")[0])
        url = urljoin(page.url, unescape(action[1])) if action else page.url
        sent = self._session.post(
            url, {**hidden, **fields}, headers={"Referer": page.url}, timeout=PATIENCE, allow_redirects=True
        )
        assert sent.status_code == 200, f"{sent.status_code} {sent.url}\n{sent.text}"
        return sent
