// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: consignment contracts and duties, agreements with what suppliers declared and their
/// call tests, inspections, hazards, responsibility letters, training. Of the rows of one contract
/// or agreement the last stands; the state of a hazard is that of its last step. Days are counted
/// from 1970-01-01, instants in seconds.
inline constexpr std::string_view care = R"sql(
CREATE TABLE consignment_contract(
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;

CREATE TABLE consignment_duty_done(
  id INTEGER PRIMARY KEY,
  duty TEXT NOT NULL UNIQUE,
  done_day INTEGER NOT NULL,
  actor TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;

CREATE TABLE supply_agreement(
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;

CREATE TABLE agreement_test(
  id INTEGER PRIMARY KEY,
  agreement TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  passed INTEGER NOT NULL,
  truck_minutes INTEGER,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX agreement_test_by_agreement ON agreement_test(agreement, id);

CREATE TABLE agreement_declaration(
  id INTEGER PRIMARY KEY,
  agreement TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  on_hand INTEGER NOT NULL,
  declared_by TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX agreement_declaration_by_agreement ON agreement_declaration(agreement, id);

CREATE TABLE inspection(
  id INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  season TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  actor TEXT NOT NULL
) STRICT;
CREATE INDEX inspection_by_site ON inspection(site, id);

CREATE TABLE inspection_department(
  id INTEGER PRIMARY KEY,
  inspection_id INTEGER NOT NULL REFERENCES inspection(id),
  department TEXT NOT NULL,
  person TEXT NOT NULL,
  UNIQUE(inspection_id, department)
) STRICT;

CREATE TABLE inspection_finding(
  id INTEGER PRIMARY KEY,
  inspection_id INTEGER NOT NULL REFERENCES inspection(id),
  department TEXT NOT NULL,
  check_id TEXT NOT NULL,
  ok INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX inspection_finding_by_inspection ON inspection_finding(inspection_id, id);

CREATE TABLE inspection_sign(
  id INTEGER PRIMARY KEY,
  inspection_id INTEGER NOT NULL REFERENCES inspection(id),
  department TEXT NOT NULL,
  person TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE(inspection_id, department),
  UNIQUE(inspection_id, person)
) STRICT;

CREATE TABLE inspection_close(
  id INTEGER PRIMARY KEY,
  inspection_id INTEGER NOT NULL UNIQUE REFERENCES inspection(id),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL
) STRICT;

CREATE TABLE hazard(
  id INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  check_id TEXT NOT NULL,
  finding_id INTEGER REFERENCES inspection_finding(id),
  grade INTEGER NOT NULL,
  found_at INTEGER NOT NULL,
  due_day INTEGER NOT NULL,
  escalate_to TEXT NOT NULL,
  actor TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;
CREATE INDEX hazard_by_site ON hazard(site, id);

CREATE TABLE hazard_step(
  id INTEGER PRIMARY KEY,
  hazard_id INTEGER NOT NULL REFERENCES hazard(id),
  verb TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  person TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX hazard_step_by_hazard ON hazard_step(hazard_id, id);

CREATE TABLE responsibility_letter(
  id INTEGER PRIMARY KEY,
  year INTEGER NOT NULL,
  giver TEXT NOT NULL,
  taker TEXT NOT NULL,
  signed_day INTEGER NOT NULL,
  giver_person TEXT NOT NULL,
  taker_person TEXT NOT NULL,
  actor TEXT NOT NULL,
  UNIQUE(year, giver, taker)
) STRICT;

CREATE TABLE training(
  id INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  post TEXT NOT NULL,
  person TEXT NOT NULL,
  trained_day INTEGER NOT NULL,
  ends_day INTEGER NOT NULL,
  certificate TEXT NOT NULL,
  actor TEXT NOT NULL
) STRICT;
CREATE INDEX training_by_site ON training(site, post, id);
)sql";

}  // namespace relief::schema
