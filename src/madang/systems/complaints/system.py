"""The manifest."""

from django.utils.translation import gettext_lazy as _

from madang.core.systems import Place, System
from madang.systems.complaints.demo import load
from madang.systems.complaints.services import OWNER, PROCEDURE

system = System(
    name="complaints",
    title=_("Complaints"),
    summary=_("Complaints: send a request and get an answer in time."),
    owner=OWNER,
    standard=("Open311 GeoReport v2",),
    services=(PROCEDURE,),
    navigation=(Place(url_name="complaints:home", label=_("Complaints")),),
    urls="madang.systems.complaints.urls",
    api="madang.systems.complaints.api",
    demo=load,
)
