"""Addresses of the screens, under /complaints/."""

from django.urls import include, path

from madang.systems.complaints.pages import at_work, desk, public, public_figures, report, secret

app_name = "complaints"
urlpatterns = [
    path("", report.home, name="home"),
    path("", include("madang.systems.complaints.api.urls")),
    path("send/", report.send, name="send"),
    path("reports/", public.reports, name="public"),
    path("reports.csv", public_figures.as_csv, name="csv"),
    path("reports.geojson", public_figures.as_geojson, name="geojson"),
    path("map/", public.map_of_reports, name="map"),
    path("map/marks.json", public.marks, name="marks"),
    path("map/areas.json", public.areas, name="areas"),
    path("statistics/", public_figures.statistics, name="statistics"),
    path("reports/<slug:tracking>/", report.report, name="report"),
    path("reports/<slug:tracking>/me-too/", report.support, name="support"),
    path("reports/<slug:tracking>/again/", report.open_again, name="again"),
    path("reports/<slug:tracking>/content/", report.rate_mine, name="rate-mine"),
    path("mine/<str:receipt>/", report.mine, name="mine"),
    path("mine/<str:receipt>/reply/", report.reply, name="reply"),
    path("mine/<str:receipt>/content/", report.rate, name="rate"),
    path("mine/<str:receipt>/join/", report.join, name="join"),
    path("stop/<str:ticket>/", report.stop, name="stop"),
    path("secret/", secret.secret, name="secret"),
    path("mailbox/", secret.mailbox, name="mailbox"),
    path("photos/<int:number>.jpg", public.photo, name="photo"),
    path("desk/", desk.board, name="board"),
    path("desk/bulk/", desk.bulk, name="bulk"),
    path("desk/<slug:tracking>/", at_work.desk_report, name="desk-report"),
    path("desk/<slug:tracking>/<slug:verb>/", at_work.act, name="act"),
    path("ombudsman/", at_work.ombudsman, name="ombudsman"),
]
