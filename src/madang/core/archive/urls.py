"""The log's address is its identity: it stands in every checkpoint."""

from django.urls import path

from . import views

app_name = "archive"
urlpatterns = [
    path("", views.overview, name="log"),
    path("proof/<int:index>", views.proof, name="proof"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("keys", views.keys, name="keys"),
    path("tile/<path:name>", views.tile, name="tile"),
]
