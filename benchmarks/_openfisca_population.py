"""Run inside OpenFisca's environment: a population from Parquet, its own vectorised way. Prints JSON; writes results.

Arguments: folder with person.parquet (birth, salary, household) and household.parquet (rent, size), output file.
"""

import json
import sys
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_country_template import CountryTaxBenefitSystem

folder, output = sys.argv[1:3]
system = CountryTaxBenefitSystem()
started = time.process_time(), time.perf_counter()
persons = parquet.read_table(f"{folder}/person.parquet", columns=["birth", "salary", "household"])
homes = parquet.read_table(f"{folder}/household.parquet", columns=["rent", "size"])
read = time.process_time()
builder = SimulationBuilder()
builder.create_entities(system)
builder.declare_person_entity("person", np.arange(len(persons)))
household = builder.declare_entity("household", np.arange(len(homes)))
builder.join_with_persons(household, persons["household"].to_numpy() - 1, np.array(["adult"] * len(persons)))
simulation = builder.build(system)
simulation.set_input("birth", "ETERNITY", persons["birth"].to_numpy().astype("datetime64[D]"))
simulation.set_input("salary", "2017-01", persons["salary"].to_numpy() / 100)
simulation.set_input("rent", "2017-01", homes["rent"].to_numpy() / 100)
simulation.set_input("accommodation_size", "2017-01", homes["size"].to_numpy() / 100)
income = simulation.calculate("disposable_income", "2017-01")
ended = time.process_time(), time.perf_counter()
parquet.write_table(pa.table({"id": np.arange(1, len(homes) + 1), "value": income.astype("float64")}), output)
print(json.dumps({"cpu": ended[0] - started[0], "wall": ended[1] - started[1], "read": read - started[0]}))
