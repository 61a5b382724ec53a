"""The addresses of the wire protocol, below /agents/."""

from __future__ import annotations

from django.urls import path

from agents_runtime.views import about, chat, costs, openai, sessions, streams

urlpatterns = [
    path("<slug:agent>/chat", chat.chat),
    path("<slug:agent>/chat/stream", streams.stream_message),
    path("<slug:agent>/chat/runs/<str:run_id>/stream", streams.stream_run),
    path("<slug:agent>/chat/runs/<str:run_id>/cancel", chat.cancel),
    path("<slug:agent>/chat/runs/<str:run_id>/tools/<str:call_id>", chat.answer_tool),
    path("<slug:agent>/cost-summary", costs.cost_summary),
    path("<slug:agent>/cost-summary/reset", costs.reset),
    path("<slug:agent>/sessions", sessions.show_sessions),
    path("<slug:agent>/sessions/<str:session_id>", sessions.one_session),
    path("<slug:agent>/v1/chat/completions", openai.complete),
    path("<slug:agent>/health", about.health),
    path("<slug:agent>/docs", about.docs),
    path("<slug:agent>/openapi.json", about.openapi),
    path("<slug:agent>/<path:rest>", about.nothing),
]
