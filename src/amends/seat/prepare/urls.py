"""Addresses of Prepare."""

from django.urls import path

from amends.seat.prepare import outs, views, worker

app_name = "prepare"
urlpatterns = [
    path("", views.start, name="start"),
    path("send/", views.send, name="send"),
    path("letter/", outs.letter, name="letter"),
    path("letter.pdf", outs.letter_pdf, name="letter_pdf"),
    path("mail/", outs.mail, name="mail"),
    path("calendar.ics", outs.calendar, name="calendar"),
    path("call/", outs.call, name="call"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("worker.js", worker.worker, name="worker"),
    path("offline/", worker.offline, name="offline"),
    path("<slug:brand>/", views.start, name="brand"),
]
