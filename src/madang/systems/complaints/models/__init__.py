"""What is stored."""

from madang.systems.complaints.models.api_key import ApiKey
from madang.systems.complaints.models.around import AnswerTemplate, Area, Category
from madang.systems.complaints.models.figures import Figures
from madang.systems.complaints.models.happened import Clock, Move, Photo, Satisfaction, Supporter
from madang.systems.complaints.models.report import CategoryBy, Report, Source, State, Visibility
from madang.systems.complaints.models.secret import HeldPhoto, HeldReport, Mailbox, Message

__all__ = [
    "AnswerTemplate",
    "ApiKey",
    "Area",
    "Category",
    "CategoryBy",
    "Clock",
    "Figures",
    "HeldPhoto",
    "HeldReport",
    "Mailbox",
    "Message",
    "Move",
    "Photo",
    "Report",
    "Satisfaction",
    "Source",
    "State",
    "Supporter",
    "Visibility",
]
