"""What one crawl of an outlet takes, in which order, within which budget. Pure."""

from .plan import Known, Limits, Plan, Task, announcement, order

__all__ = ["Known", "Limits", "Plan", "Task", "announcement", "order"]
