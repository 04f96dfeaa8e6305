"""Addresses of the public pages and of the resident's own. Notices and letters name them: they must never move."""

from django.urls import path

from madang.core.portal.pages import cases, for_you, household, letters, messages, my_data, public

app_name = "portal"

urlpatterns = [
    path("", public.home, name="home"),
    path("services/", public.catalogue, name="services"),
    path("services/<slug:name>/", public.service, name="service"),
    path("what-would-i-get/", household.what_would_i_get, name="what-would-i-get"),
    path("for-you/", for_you.for_you, name="for-you"),
    path("for-you/<int:offer_id>/confirm/", for_you.confirm_offer, name="confirm"),
    path("for-you/<int:offer_id>/confirmed/", for_you.confirmed, name="confirmed"),
    path("for-you/<int:offer_id>/decline/", for_you.decline_offer, name="decline"),
    path("for-you/<int:offer_id>/reconsider/", for_you.reconsider_offer, name="reconsider"),
    path("for-you/<int:offer_id>/facts/", for_you.facts_behind, name="facts-behind"),
    path("cases/", cases.my_cases, name="cases"),
    path("cases/<int:case_id>/", cases.my_case, name="case"),
    path("cases/<int:case_id>/appeal/", cases.appeal_decision, name="appeal"),
    path("cases/<int:case_id>/withdraw/", cases.withdraw_case, name="withdraw"),
    path("letters/", letters.my_letters, name="letters"),
    path("letters/<slug:code>/", letters.my_letter, name="letter"),
    path("letters/<slug:code>/pdf/", letters.letter_pdf, name="letter-pdf"),
    path("messages/", messages.inbox, name="messages"),
    path("messages/read/", messages.mark_all_read, name="messages-read"),
    path("messages/<int:message_id>/", messages.open_message, name="message"),
    path("my-data/", my_data.my_data, name="my-data"),
    path("my-data/reads/", my_data.reads, name="reads"),
    path("my-data/reads.csv", my_data.reads_csv, name="reads-csv"),
    path("my-data/dispute/<slug:register>/<str:fact>/", my_data.dispute, name="dispute"),
]
