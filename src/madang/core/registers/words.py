"""The titles of the rules' schema, marked for translation here: `core.rules` is no Django application and has no catalogue.

A test holds them to the schema.
"""

from django.utils.translation import gettext_noop

TITLES = (
    gettext_noop("person"),
    gettext_noop("date of birth"),
    gettext_noop("sex"),
    gettext_noop("date of death"),
    gettext_noop("nationality"),
    gettext_noop("date nationality was lost"),
    gettext_noop("mother"),
    gettext_noop("father"),
    gettext_noop("household"),
    gettext_noop("area"),
    gettext_noop("residence"),
    gettext_noop("living there since"),
    gettext_noop("living there until"),
    gettext_noop("whereabouts unknown"),
    gettext_noop("marriage"),
    gettext_noop("married since"),
    gettext_noop("marriage ended"),
    gettext_noop("spouse"),
    gettext_noop("guardianship"),
    gettext_noop("guardian since"),
    gettext_noop("guardian until"),
    gettext_noop("child"),
    gettext_noop("guardian"),
    gettext_noop("stay abroad"),
    gettext_noop("left the country on"),
    gettext_noop("returned on"),
    gettext_noop("income"),
    gettext_noop("year of the income"),
    gettext_noop("kind of income"),
    gettext_noop("property"),
    gettext_noop("year of the valuation"),
    gettext_noop("kind of property"),
    gettext_noop("value of the property"),
    gettext_noop("status"),
    gettext_noop("status held since"),
    gettext_noop("status held until"),
    gettext_noop("amount with the status"),
)
