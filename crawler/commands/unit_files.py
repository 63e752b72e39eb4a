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
    """Return crontab lines: a crawl every ten minutes, a look at its health once a day; silent while all is well.

    Crawls that overlap end by themselves with 8.
    """
    crawl, check = (_line(place, *words).replace("%", r"\%") for words in (("crawl",), ("status", "--check")))
    return (
        "# rowback: what is new and what is due, every ten minutes. No output means that all is well.\n"
        f"*/10 * * * * {crawl}\n"
        "# Once a day, what is wrong, if anything: also that nobody crawls any more.\n"
        f"7 9 * * * {check}\n"
    )


def systemd(place: Place) -> str:
    """Return a service and its timer, one that stays in their place, and one for browsing, each under its file name."""
    return "\n".join((_crawl_unit(place), _TIMER, _watch_unit(place), _serve_unit(place), _then(place)))


def _command(place: Place, word: str) -> str:
    return _line(place, word).replace("%", "%%")


def _shut_in(place: Place) -> str:
    """Return the lines that let a service write to the archive and nowhere else."""
    return f"ProtectSystem=strict\nReadWritePaths={_quoted(place.morgue)}\nNoNewPrivileges=yes"


def _crawl_unit(place: Place) -> str:
    return f"""\
# /etc/systemd/system/rowback.service
[Unit]
Description=rowback: crawl what is new and what is due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={place.user}
ExecStart={_command(place, "crawl")}
SuccessExitStatus=8
KillMode=mixed
Nice=10
PrivateTmp=yes
{_shut_in(place)}
"""


_TIMER = """\
# /etc/systemd/system/rowback.timer
[Unit]
Description=rowback every ten minutes

[Timer]
OnCalendar=*:0/10
RandomizedDelaySec=60
Persistent=true

[Install]
WantedBy=timers.target
"""


def _watch_unit(place: Place) -> str:
    return f"""\
# /etc/systemd/system/rowback-watch.service, in place of the timer
[Unit]
Description=rowback: crawl what is due, continuously
Conflicts=rowback.timer rowback.service
Wants=network-online.target
After=network-online.target

[Service]
Type=exec
User={place.user}
ExecStart={_command(place, "watch")}
SuccessExitStatus=8 143
Restart=always
RestartSec=60
RestartPreventExitStatus=2 3
KillMode=mixed
TimeoutStopSec=20
Nice=10
PrivateTmp=yes
{_shut_in(place)}

[Install]
WantedBy=multi-user.target
"""


def _serve_unit(place: Place) -> str:
    return f"""\
# /etc/systemd/system/rowback-serve.service
[Unit]
Description=rowback: browse the archive on http://127.0.0.1:8001/

[Service]
User={place.user}
ExecStart={_command(place, "serve")}
Restart=on-failure
{_shut_in(place)}

[Install]
WantedBy=multi-user.target
"""


def _then(place: Place) -> str:
    folder = shlex.quote(str(place.morgue))
    return f"""\
# then: mkdir -p {folder} && systemctl daemon-reload && systemctl enable --now rowback.timer
# or, in place of the timer, one process that stays: systemctl enable --now rowback-watch
"""


def compose(place: Place) -> str:
    """Return a compose file: one service crawls what is due, one browses; both share the morgue on this host."""
    return f"""\
# compose.yml: put it into rowback's checkout, then: docker compose up -d
services:
  watch:
    build: &image
      context: .
      dockerfile_inline: |
        FROM python:3.12-slim
        COPY . /rowback
        RUN pip install --no-cache-dir /rowback
    command: rowback --config /data/rowback.toml watch
    stop_grace_period: 20s
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
