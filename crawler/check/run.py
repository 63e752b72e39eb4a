"""Runs a visit that keeps nothing, at some outlets side by side, once in this process."""

from collections.abc import Mapping, Sequence

from crawler.config import Config, need_contact
from crawler.crawl.engine import crawl_settings, new_process
from crawler.loader import spider_class
from crawler.outlet import Outlet

from .checking import CheckSpider, Forgetting, Report


def check(config: Config, outlets: Sequence[Outlet], *, named: Mapping[str, str] | None = None) -> list[Report]:
    """Look at outlets without keeping anything. Raises `ConfigError` without a contact."""
    for outlet in outlets:
        need_contact(config, outlet.home)
    settings = crawl_settings(config)
    settings.set("WIRE_KEEPER", Forgetting, priority="cmdline")
    settings.set("EXTENSIONS", {Forgetting: 0}, priority="cmdline")
    process = new_process(settings)
    reports = [Report(outlet) for outlet in outlets]
    started = [
        process.crawl(
            spider_class(report.outlet, CheckSpider), report=report, named=(named or {}).get(report.outlet.name)
        )
        for report in reports
    ]
    process.start()
    for task in started:
        task.result()  # what Scrapy itself could not do
    return reports
