"""Addresses of the customer's seat."""

from django.urls import path

from amends.seat import views

app_name = "seat"
urlpatterns = [
    path("", views.find, name="find"),
    path("open/<str:token>/", views.open_link, name="open"),
    path("<uuid:case_uuid>/", views.case, name="case"),
    path("<uuid:case_uuid>/take/", views.take, name="take"),
    path("<uuid:case_uuid>/call/", views.call, name="call"),
    path("<uuid:case_uuid>/files/<uuid:file_uuid>/", views.file, name="file"),
    path("<uuid:case_uuid>/<slug:name>/", views.act, name="act"),
]
