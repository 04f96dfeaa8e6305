"""The Data Tracker interface alone, for its tests."""

from django.urls import path
from ninja import NinjaAPI

from madang.core.registers.api import router

api = NinjaAPI(urls_namespace="data-tracker-tests", docs_url=None)
api.add_router("/data-tracker", router)
urlpatterns = [path("api/", api.urls)]
