"""Open311 against validators and clients that others wrote. None of it is in the repository; without it these tests skip.

Source: SeeClickFix, open311-validator (Apache-2.0): its folder in MADANG_OPEN311_VALIDATOR, run by Debian's ruby, ruby-httparty and
ruby-rspec. Source: Open311, schema-validation (no licence stated, read only): its folder in MADANG_OPEN311_SCHEMAS. Source: PyPI
georeport (Apache-2.0) and three (MIT): an environment with both in MADANG_OPEN311_CLIENTS.
"""

import json
import os
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path

import jsonschema_rs
import pytest
from django.utils import timezone
from PIL import Image

from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.models import ApiKey, Category, Report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def folder(variable: str, holds: str) -> Path:
    """The folder that a variable names; skips the test where it is absent."""
    named = os.environ.get(variable)
    if not named or not (Path(named) / holds).exists():
        pytest.skip(f"{variable} names no folder with {holds}; see the head of this file")
    return Path(named)


@pytest.fixture
def city(settings, live_server, lamp, water):
    """A city with services of both kinds, a published request, and a key."""
    settings.PUBLIC_URL = live_server.url
    tap = Category.objects.create(
        code="tap",
        names={"en": "Broken tap"},
        group="water",
        keywords=["tap", "leak"],
        organisation=water,
        attributes=[
            {
                "code": "KIND",
                "variable": True,
                "datatype": "singlevaluelist",
                "required": False,
                "order": 1,
                "description": "What kind of tap?",
                "values": [{"key": "P", "name": "Public"}, {"key": "F", "name": "Fire"}],
            },
            {"code": "SINCE", "datatype": "datetime", "order": 2},
        ],
    )
    send_report(NewReport(words="It is dark.", category=lamp.code, lat=35.16, lon=129.16, address="2 Hill St"))
    send_report(NewReport(words="It drips.", category=tap.code))
    Report.objects.update(published=True)
    return {
        "root": f"{live_server.url}/complaints/open311",
        "key": ApiKey.issue("validator")[1],
        "report": Report.objects.get(category=lamp).tracking,
    }


# The validator is of 2012. RSpec has since put `x.should == y` behind a switch, and its test of writing calls methods that its
# own classes never had; its rule for the answers and its way of posting are used as they are.
PRELUDE = """
require 'rspec'
RSpec::Expectations::Syntax.enable_should
require 'validate_311'
class Resource
  def create_resource_once
    sent = Hash.new { |all, format| all[format] = [] }
    @session.endpoint_array.each do |url, format|
      data = @options[:post].merge(:api_key => @options[:api_key], :address_string => @options[:address],
                                   :service_code => @session.services.first.service_code)
      client = Client.new(url, format).post("#{url}/requests.#{format}", data)
      raise client.body unless client.raw.code == 200
      sent[format] << client
    end
    @raw = OpenStruct.new(:xml => sent['xml'], :json => sent['json'], :options => OpenStruct.new(:json => true))
    TOPLEVEL_BINDING.receiver.instance_variable_set(:@resource, @raw)
  end
end
load 'bin/open311-validate'
"""


def validate(city, *more: str) -> list[tuple[str, str]]:
    """What the validator of SeeClickFix says of each of its rules."""
    if shutil.which("ruby") is None:
        pytest.skip("Ruby is absent: apt-get install ruby ruby-httparty ruby-rspec")
    home = folder("MADANG_OPEN311_VALIDATOR", "bin/open311-validate")
    command = [
        "ruby",
        "-I",
        "lib",
        "-I",
        ".",
        "-e",
        PRELUDE,
        "--",
        "-u",
        f"{city['root']}/discovery",
        "-k",
        city["key"],
    ]
    done = subprocess.run([*command, *more], cwd=home, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return re.findall(r"^ {4}(\S.*?)\s*(PASSED|FAILED.*)$", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("production", ["true", "false"])
def test_every_rule_of_the_validator_holds(city, production):
    said = validate(city, "-p", production)
    assert [(rule, verdict) for rule, verdict in said if verdict != "PASSED"] == []
    assert len(said) == 22


def test_what_the_validator_writes_is_kept_by_the_endpoint_that_is_real(city):
    said = validate(city, "-p", "true", "-w", "true", "-a", "155 9th St")
    assert [(rule, verdict) for rule, verdict in said if verdict != "PASSED"] == []
    assert len(said) == 23
    # The validator joins the endpoints of both discovery documents: 2 documents, 2 formats, once kept and once not.
    assert Report.objects.filter(words="I know", address="155 9th St").count() == 4


def ask(city, name: str) -> list:
    """An answer in JSON."""
    with urllib.request.urlopen(f"{city['root']}/v2/{name}") as answer:
        return json.load(answer)


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("services", "services.json"),
        ("service-definition", "services/tap.json"),
        ("service-definition", "services/street-lamp.json"),
        ("requests", "requests.json"),
        ("requests", "requests/{report}.json"),
    ],
)
def test_every_answer_fits_the_schemas_of_open311(city, schema, name):
    home = folder("MADANG_OPEN311_SCHEMAS", "schema/georeport-v2/services.json") / "schema" / "georeport-v2"
    said = ask(city, name.format(**city))
    loaded = {path.name: json.loads(path.read_text()) for path in home.glob("*.json")}
    whole = loaded[f"{schema}.json"]
    if reference := whole.get("items", {}).pop("$ref", None):
        whole["items"] |= loaded[reference]
    validator = jsonschema_rs.Draft4Validator(whole, validate_formats=True)
    assert [error.message for error in validator.iter_errors(said)] == []
    assert said


GEOREPORT = """
from georeport import GeoReport

for form in ("json", "xml"):
    city = GeoReport(root + "/v2", output_format=form)
    alone = (lambda value: value[0]) if form == "json" else (lambda value: value)
    assert [one["service_code"] for one in city.get_service_list()] == ["street-lamp", "tap"]
    assert city.get_service_definition("tap")["service_code"] == "tap"
    assert len(city.get_service_requests()) == 2
    one = city.get_service_request(report)
    assert one["service_request_id"] == report
    assert alone(city.get_service_requests(service_request_id=report)) == one
    narrow = city.get_service_requests(service_code="street-lamp", status="open", start_date=day + "T00:00:00Z")
    assert alone(narrow) == one
    GeoReport(root + "/v2", jurisdiction="localhost", output_format=form).get_service_list()
"""

THREE = """
import itertools, types
import relaxml.converter

# Both are written for Python 2: three of their lines in the words of Python 3, the rest as it is.
itertools.ifilter = filter

def in_python_3(path, module):
    source = open(path).read().replace("content.keys()[0]", "list(content)[0]").replace("node.getchildren()", "node")
    exec(source, module.__dict__)
    return module

home = relaxml.__path__[0]
relaxml.xml = in_python_3(home + "/converter.py", relaxml.converter).xml
core = in_python_3(home[: -len("relaxml")] + "three/core.py", types.ModuleType("core"))

for form in ("json", "xml"):
    city = core.Three(root + "/v2", format=form, api_key=key, discovery=None)
    alone = (lambda value: value[0]) if form == "json" else (lambda value: value["request"])
    assert city.discovery()["endpoints"]
    assert core.Three(root + "/v2", format=form, discovery=root + "/discovery." + form).discovery()
    assert "street-lamp" in str(city.services()) and "What kind of tap?" in str(city.services("tap"))
    month, date, year = day[5:7], day[8:], day[:4]
    for asked in ({}, {"code": "street-lamp"}, {"count": 5}, {"status": "open"}):
        assert "It is dark." in str(city.requests(**asked)), asked
    for asked in ({"start": f"{month}-{date}-{year}"}, {"between": [f"{month}-01-{year}", f"{month}/28/{year}"]}):
        city.requests(**asked)  # its days begin and end at midnight, so today's may be none
        assert city._request.status_code == 200, asked
    assert alone(city.request(report))["service_request_id"] == report
    assert alone(city.token(report))["service_request_id"] == report
    sent = city.post("tap", address="123 Any St", name="Zach Williams", phone="555-5555", description="My issue.",
                     media=open(photo, "rb"))
    assert city.post_response.status_code == 200 and alone(sent)["service_request_id"], sent
"""


@pytest.mark.parametrize("client", ["georeport", "three"])
def test_every_call_of_the_clients_on_pypi_works_in_both_formats(city, client, tmp_path):
    python = folder("MADANG_OPEN311_CLIENTS", "bin/python") / "bin" / "python"
    photo = tmp_path / "lamp.jpg"
    Image.new("RGB", (64, 48), "red").save(photo)
    day = timezone.localdate().isoformat()
    given = {"root": city["root"], "key": city["key"], "report": city["report"], "photo": str(photo), "day": day}
    told = "".join(f"{name} = {value!r}\n" for name, value in given.items())
    script = told + {"georeport": GEOREPORT, "three": THREE}[client]
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    if client == "three":
        assert [report.photos.count() for report in Report.objects.filter(words="My issue.")] == [1, 1]
