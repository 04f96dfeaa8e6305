"""The manifest."""

from django.utils.translation import gettext_lazy as _

from madang.core.systems import Place, System
from madang.systems.complaints import hears
from madang.systems.complaints.actions.tell_everyone import MAIL_DUE
from madang.systems.complaints.demo import load
from madang.systems.complaints.services import OWNER, PROCEDURE

system = System(
    name="complaints",
    title=_("Complaints"),
    summary=_("Report what is wrong in public places and get an answer in time."),
    owner=OWNER,
    standard=("Open311 GeoReport v2",),
    services=(PROCEDURE,),
    hears={
        "decision.made": hears.follow_decision,
        "case.transferred": hears.follow_transfer,
        "case.withdrawn": hears.follow_withdrawal,
        MAIL_DUE: hears.send_mail,
    },
    navigation=(
        Place(url_name="complaints:home", label=_("Report something"), icon="message"),
        Place(url_name="complaints:board", label=_("Reports"), icon="message", audience="officer"),
    ),
    urls="madang.systems.complaints.urls",
    demo=load,
)
