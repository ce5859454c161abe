"""Addresses of Prepare."""

from django.urls import path

from amends.seat.prepare import views, worker

app_name = "prepare"
urlpatterns = [
    path("", views.start, name="start"),
    path("send/", views.send, name="send"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("worker.js", worker.worker, name="worker"),
    path("offline/", worker.offline, name="offline"),
    path("<slug:brand>/", views.start, name="brand"),
]
