"""The manifest."""

from django.utils.translation import gettext_lazy as _

from madang.core.systems import Place, System
from madang.systems.complaints.demo import load
from madang.systems.complaints.services import OWNER, PROCEDURE

system = System(
    name="complaints",
    title=_("Complaints"),
    summary=_("Report what is wrong in public places and get an answer in time."),
    owner=OWNER,
    standard=("Open311 GeoReport v2",),
    services=(PROCEDURE,),
    navigation=(Place(url_name="complaints:report", label=_("Report something")),),
    urls="madang.systems.complaints.urls",
    demo=load,
)
