"""Every address of the desk."""

from __future__ import annotations

from django.urls import include, path

from amends.api.v1 import api
from amends.site import sign_in, views

handler404 = "amends.site.views.not_found"
handler403 = "amends.site.views.refused"
handler500 = "amends.site.views.failed"

_site = (
    [
        path("components/", views.components, name="components"),
        path("brands.css", views.brand_css, name="brand_css"),
        path("language/", views.choose_language, name="language"),
    ],
    "site",
)

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("", include(_site)),
    path("", include("amends.desk.urls")),
    path("insight/", include("amends.insight.urls")),
    path("my/", include("amends.seat.urls")),
    path("prepare/", include("amends.seat.prepare.urls")),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/as/", sign_in.sign_in_as, name="sign_in_as"),
    path("sign-in/link/<str:token>/", sign_in.sign_in_link, name="sign_in_link"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("api/v1/", api.urls),
]
