"""The address of `verify/<code>/` is printed on every letter: it must never move."""

from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("", views.verify, name="verify"),
    path("<str:code>/", views.verify_code, name="verify-code"),
]
