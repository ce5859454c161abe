"""Addresses of the manager's seat."""

from django.urls import path

from amends.insight.views import (
    feedback,
    losses,
    policy,
    powerless,
    promises,
    questions,
    remedies,
    replies,
    reports,
    same_harm,
)

app_name = "insight"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("same-harm/", same_harm.same_harm, name="same_harm"),
    path("same-harm/cases/", same_harm.cases, name="same_harm_cases"),
    path("same-harm/table.csv", same_harm.table, name="same_harm_table"),
    path("promises/", promises.promises, name="promises"),
    path("questions/", questions.questions, name="questions"),
    path("powerless/", powerless.powerless, name="powerless"),
    path("powerless/table.csv", powerless.table, name="powerless_table"),
    path("losses/", losses.losses, name="losses"),
    path("losses/table.csv", losses.table, name="losses_table"),
    path("remedies/", remedies.remedies, name="remedies"),
    path("remedies/table.csv", remedies.table, name="remedies_table"),
    path("replies/", replies.replies, name="replies"),
    path("replies/table.csv", replies.table, name="replies_table"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("policy/", policy.policies, name="policies"),
    path("policy/<slug:slug>/", policy.policy, name="policy"),
    path("policy/<slug:slug>/policy.yaml", policy.policy_file, name="policy_file"),
    path("policy/<slug:slug>/<slug:name>/", policy.part, name="policy_part"),
]
