"""Prints the nginx site: for a host with certificates, or (`--loopback FOLDER`) a whole configuration for trying it,
without encryption unless it is given a certificate.

python3 deploy/nginx/render.py --server-name teams.force.example --upstream 127.0.0.1:8001 --upstream 127.0.0.1:8002
python3 deploy/nginx/render.py --loopback var/try --upstream 127.0.0.1:8001 > var/try/nginx.conf
nginx -p $PWD/var/try -c nginx.conf
"""

import argparse
import getpass
import sys
from pathlib import Path
from string import Template

TEMPLATE = Path(__file__).with_name("tabard.conf.template")
LETS_ENCRYPT = ("/etc/letsencrypt/live/tabard/fullchain.pem", "/etc/letsencrypt/live/tabard/privkey.pem")
REDIRECT = """
server {
    listen 80;
    listen [::]:80;
    server_name ${server_name};
    server_tokens off;
    access_log off;
    location /.well-known/acme-challenge/ {
        root /var/www/acme;
    }
    location / {
        return 301 https://$host$request_uri;
    }
}
"""
CERTIFICATE = """
    ssl_certificate ${certificate};
    ssl_certificate_key ${key};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
    ssl_prefer_server_ciphers off;
    ssl_session_cache shared:tabard_tls:10m;
    ssl_session_timeout 1d;
    ssl_session_tickets off;
"""
ALONE = """# For trying on one machine: nginx -p FOLDER -c FOLDER/nginx.conf
${user}daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log warn;
events {
    worker_connections 1024;
}
http {
    types {
        text/css css;
        text/javascript js mjs;
        image/svg+xml svg;
        image/webp webp;
        image/jpeg jpg;
    }
    default_type application/octet-stream;
    client_body_temp_path temp/body;
    proxy_temp_path temp/proxy;
    fastcgi_temp_path temp/fastcgi;
    uwsgi_temp_path temp/uwsgi;
    scgi_temp_path temp/scgi;
${site}
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Print the nginx site of Tabard.")
    parser.add_argument("--server-name", default="_", help="the host that people type")
    parser.add_argument(
        "--upstream", action="append", required=True, metavar="HOST:PORT", help="a `tabard web` process"
    )
    parser.add_argument("--certificate", help=f"by default {LETS_ENCRYPT[0]}")
    parser.add_argument("--key", help=f"by default {LETS_ENCRYPT[1]}")
    parser.add_argument("--static-folder", default="/var/lib/tabard/static")
    parser.add_argument("--loopback", type=Path, metavar="FOLDER", help="a whole configuration that lives in FOLDER")
    parser.add_argument("--listen", default="127.0.0.1:8080", help="with --loopback: where to listen")
    asked = parser.parse_args()
    sys.stdout.write(alone(asked) if asked.loopback else behind_certificate(asked))


def behind_certificate(asked: argparse.Namespace) -> str:
    return site(
        asked,
        listen="    listen 443 ssl http2;\n    listen [::]:443 ssl http2;",
        redirect=Template(REDIRECT).safe_substitute(server_name=asked.server_name),
        certificate=certificate(asked.certificate or LETS_ENCRYPT[0], asked.key or LETS_ENCRYPT[1]),
        cache_folder="/var/cache/nginx/tabard",
        log_folder="/var/log/nginx",
    )


def alone(asked: argparse.Namespace) -> str:
    folder: Path = asked.loopback.absolute()
    for needed in ("temp", "log"):
        (folder / needed).mkdir(parents=True, exist_ok=True)
    words = site(
        asked,
        listen=f"    listen {asked.listen}{' ssl http2' if asked.certificate else ''};",
        redirect="",
        certificate=certificate(asked.certificate, asked.key) if asked.certificate else "",
        cache_folder=str(folder / "temp/pictures"),
        log_folder=str(folder / "log"),
    )
    user = "user root;\n" if getpass.getuser() == "root" else ""
    return Template(ALONE).safe_substitute(site=words, user=user)


def certificate(chain: str, key: str) -> str:
    return Template(CERTIFICATE).safe_substitute(certificate=chain, key=key)


def site(asked: argparse.Namespace, **words: str) -> str:
    servers = [f"    server {one} max_fails=1 fail_timeout=2s;" for one in asked.upstream]
    return Template(TEMPLATE.read_text()).safe_substitute(
        servers="\n".join(servers), server_name=asked.server_name, static_folder=asked.static_folder, **words
    )


if __name__ == "__main__":
    main()
