"""Units that run rowback by themselves: a cron line, systemd units, a compose file. Text only, nothing is installed.

All paths are absolute: schedulers assume neither a folder nor a PATH.
"""

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where rowback is installed and what it works on; every path absolute."""

    command: Path
    config: Path
    morgue: Path
    user: str


def _line(place: Place, *words: str) -> str:
    return shlex.join([str(place.command), "--config", str(place.config), *words])


def _quoted(path: Path) -> str:
    """Write a path as systemd reads lists: in quotes, and a percent sign is no specifier."""
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def cron(place: Place) -> str:
    """Return a crontab line: every ten minutes, silent while all is well; overlap ends by itself with 8."""
    return (
        "# rowback: what is new and what is due, every ten minutes. No output means that all is well.\n"
        f"*/10 * * * * {_line(place, 'crawl').replace('%', chr(92) + '%')}\n"
    )


def systemd(place: Place) -> str:
    """Return a service, its timer and a service for browsing, each under the name to save it as."""
    return f"""\
# /etc/systemd/system/rowback.service
[Unit]
Description=rowback: crawl what is new and what is due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={place.user}
ExecStart={_line(place, "crawl").replace("%", "%%")}
SuccessExitStatus=8
Nice=10
PrivateTmp=yes
ProtectSystem=strict
ReadWritePaths={_quoted(place.morgue)}
NoNewPrivileges=yes

# /etc/systemd/system/rowback.timer
[Unit]
Description=rowback every ten minutes

[Timer]
OnCalendar=*:0/10
RandomizedDelaySec=60
Persistent=true

[Install]
WantedBy=timers.target

# /etc/systemd/system/rowback-serve.service
[Unit]
Description=rowback: browse the archive on http://127.0.0.1:8001/

[Service]
User={place.user}
ExecStart={_line(place, "serve").replace("%", "%%")}
Restart=on-failure
ProtectSystem=strict
ReadWritePaths={_quoted(place.morgue)}
NoNewPrivileges=yes

[Install]
WantedBy=multi-user.target

# then: systemctl daemon-reload && systemctl enable --now rowback.timer
"""


def compose(place: Place) -> str:
    """Return a compose file: one service crawls every ten minutes, one browses; both share the morgue on this host."""
    return f"""\
# compose.yml: put it into rowback's checkout, then: docker compose up -d
services:
  crawl:
    build: &image
      context: .
      dockerfile_inline: |
        FROM python:3.12-slim
        COPY . /rowback
        RUN pip install --no-cache-dir /rowback
    command: sh -c 'while true; do rowback --config /data/rowback.toml crawl; sleep 600; done'
    volumes: &data
      - {place.config}:/data/rowback.toml:ro
      - {place.morgue}:/data/morgue
    environment: &morgue
      ROWBACK_MORGUE: /data/morgue
    restart: unless-stopped
    init: true
  serve:
    build: *image
    command: rowback --config /data/rowback.toml serve
    network_mode: host  # it listens on this host's 127.0.0.1:8001, and nowhere else
    volumes: *data
    environment: *morgue
    restart: unless-stopped
    init: true
"""


KINDS: dict[str, Callable[[Place], str]] = {"cron": cron, "systemd": systemd, "compose": compose}
