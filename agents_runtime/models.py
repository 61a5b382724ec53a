"""Sessions, runs, their events and the ledger: columns and constraints, no verbs."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from agents_runtime.money import MoneyField

OPEN_STATES = ("queued", "running", "cancelling")
AT_WORK = ("running", "cancelling")


class Session(models.Model):
    """One conversation, bound to one revision and owned by whoever opened it; on the wire, `name`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey("studio.Workspace", on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey("studio.Agent", on_delete=models.PROTECT, related_name="sessions")
    revision = models.ForeignKey("studio.Revision", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=128)
    title = models.CharField(max_length=80, blank=True)
    context = models.TextField(
        default="[]", help_text="What the model sees again: LangChain messages as JSON."
    )
    variables = models.TextField(blank=True, help_text="What the person typed for ${VAR}, encrypted.")
    demo = models.BooleanField(default=False, help_text="The person chose the demo model.")
    period = models.PositiveIntegerField(default=1, help_text="The current period of its ledger.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agent", "owner", "name"],
                condition=Q(forgotten_at=None),
                name="one_session_of_a_name",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """The work that answers one message. Only runs.py changes its state."""

    id = models.CharField(primary_key=True, max_length=32)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="runs")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_message_id = models.CharField(max_length=128, null=True)  # noqa: DJ001 (unique where it is given)
    message = models.TextField()
    history = models.TextField(null=True, help_text="Given by the caller in place of the session's context.")  # noqa: DJ001
    state = models.CharField(max_length=12, default="queued")
    stop_reason = models.CharField(max_length=12, blank=True)
    demo = models.BooleanField(default=False)
    process = models.CharField(max_length=80, blank=True, help_text="The process that runs it.")
    grace_seconds = models.FloatField(help_text="How long it goes on with nobody watching.")
    seq = models.PositiveIntegerField(default=0, help_text="Number of its last event, once it is over.")
    estimates = models.TextField(default="[]", help_text="Open model requests, as ledger lines.")
    result = models.TextField(blank=True)
    error = models.TextField(blank=True)
    error_type = models.CharField(max_length=40, blank=True)
    error_status = models.PositiveSmallIntegerField(default=0)
    summary = models.TextField(blank=True, help_text="The cost summary of its last event.")
    tool_calls = models.TextField(default="[]", help_text="What remains of its tool calls, as JSON.")
    last_event = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    first_token_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    viewed_at = models.DateTimeField(help_text="When somebody was last seen watching.")
    events_dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["session", "client_message_id"], name="one_run_per_client_message"
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(state__in=AT_WORK), name="one_run_at_work_in_a_session"
            ),
        )
        indexes = (
            models.Index(fields=["state"], name="run_state", condition=Q(state__in=OPEN_STATES)),
            models.Index(fields=["session", "created_at"], name="run_of_session"),
            models.Index(fields=["finished_at"], name="run_finished", condition=Q(events_dropped_at=None)),
        )

    def __str__(self) -> str:
        return self.id

    @property
    def session_name(self) -> str:
        return self.session.name


class RunEvent(models.Model):
    """One event as it was sent. Only event_log.py writes them."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "seq"], name="one_event_of_a_number"),)

    def __str__(self) -> str:
        return f"{self.run_id}:{self.seq}"


class ModelRequest(models.Model):
    """What was sent to the model, for the inspector."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="requests")
    number = models.PositiveIntegerField()
    sent = models.TextField(help_text="System prompt, messages and tools as JSON.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "number"], name="one_request_of_a_number"),)

    def __str__(self) -> str:
        return f"{self.run_id}:{self.number}"


class WaitingCall(models.Model):
    """A tool call that a person has to answer; the answer is kept here until the run has taken it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="waiting_calls")
    call_id = models.CharField(max_length=128)
    answer = models.TextField(null=True, help_text='JSON, {"output"} or {"error"}.')  # noqa: DJ001 (null: none)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "call_id"], name="one_waiting_call_of_an_id"),)

    def __str__(self) -> str:
        return self.call_id


class LedgerEntry(models.Model):
    """One model request, or a correction of one. Added by ledger.py, never changed."""

    class State(models.TextChoices):
        ESTIMATED = "estimated"
        REPORTED = "reported"
        CORRECTED = "corrected"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="entries")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="entries")
    agent = models.ForeignKey("studio.Agent", on_delete=models.PROTECT, related_name="+")
    workspace = models.ForeignKey("studio.Workspace", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    period = models.PositiveIntegerField(help_text="The session's period in which it was entered.")
    request = models.PositiveIntegerField()
    correction = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices)
    demo = models.BooleanField(default=False)
    provider = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=200, blank=True)
    # Differences in a correction, so these may be negative there.
    prompt_tokens = models.IntegerField()
    cached_tokens = models.IntegerField(default=0)
    cache_write_tokens = models.IntegerField(default=0)
    completion_tokens = models.IntegerField()
    reasoning_tokens = models.IntegerField(default=0)
    cost = MoneyField(null=True)
    settles_price = models.BooleanField(
        default=False, help_text="The first entry of its request with a cost."
    )
    unit_prices = models.TextField(blank=True)
    price_version = models.CharField(max_length=80, blank=True)
    price_date = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["run", "request", "correction"], name="one_entry_of_a_request"),
        )
        indexes = (models.Index(fields=["agent", "created_at"], name="entry_of_agent"),)

    def __str__(self) -> str:
        return f"{self.run_id}:{self.request}.{self.correction}"


class LedgerReset(models.Model):
    """The start of a new period of one session, with the totals of the one it closed."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="resets")
    period = models.PositiveIntegerField(help_text="The period that it began.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed = models.TextField(help_text="The cost summary of the closed period, as JSON.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "period"], name="one_start_of_a_period"),)

    def __str__(self) -> str:
        return f"{self.session_id}:{self.period}"


class Reservation(models.Model):
    """What an open model request may still cost, held back from its agent's budget until it is settled."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="reservations")
    request = models.PositiveIntegerField()
    agent = models.ForeignKey("studio.Agent", on_delete=models.CASCADE, related_name="+")
    money = MoneyField()
    tokens = models.PositiveBigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["run", "request"], name="one_reservation_of_a_request"),
        )

    def __str__(self) -> str:
        return f"{self.run_id}:{self.request}"


class OwnPrice(models.Model):
    """A price that an administrator set, from a date on; it wins over the price list."""

    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=200)
    since = models.DateField()
    # USD for a million tokens; to and from a cache, those without a price of their own cost what others do.
    input_mtok = MoneyField()
    cached_mtok = MoneyField(null=True)
    cache_write_mtok = MoneyField(null=True)
    output_mtok = MoneyField()
    set_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["provider", "model", "since"], name="one_price_of_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.provider}/{self.model} {self.since}"


class ToolChoice(models.Model):
    """How a tool without a body runs in the playground; kept with the agent."""

    agent = models.ForeignKey("studio.Agent", on_delete=models.CASCADE, related_name="tool_choices")
    tool = models.CharField(max_length=128)
    choice = models.CharField(max_length=8)  # "mock" or "ask"
    kind = models.CharField(max_length=8, blank=True)  # of a mock: "text", "json" or "failure"
    content = models.TextField(blank=True)
    delay_ms = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agent", "tool"], name="one_choice_of_a_tool"),)

    def __str__(self) -> str:
        return self.tool
