# SPDX-License-Identifier: Apache-2.0
# The fuzz targets. relief_fuzz(NAME LIBRARIES … SOURCES …): tests/fuzz/NAME.cpp with what it tries.
# A reader in a large room is given by its SOURCES (patterns), so that a target does not wait until
# the whole room is built with the sanitizers.
function(relief_fuzz NAME)
  cmake_parse_arguments(FUZZ "" "" "LIBRARIES;SOURCES" ${ARGN})
  set(SOURCES)
  if(FUZZ_SOURCES)
    list(TRANSFORM FUZZ_SOURCES PREPEND ${CMAKE_SOURCE_DIR}/)
    file(GLOB SOURCES CONFIGURE_DEPENDS ${FUZZ_SOURCES})
  endif()
  set(HARNESS ${CMAKE_SOURCE_DIR}/tests/fuzz/${NAME}.cpp)
  add_executable(${NAME} ${HARNESS} ${SOURCES})
  target_link_libraries(${NAME} PRIVATE ${FUZZ_LIBRARIES} nlohmann_json::nlohmann_json)
  # On the harness alone: what targets share is compiled once, the compiler cache has the rest.
  set_source_files_properties(${HARNESS} PROPERTIES COMPILE_DEFINITIONS
                              RELIEF_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_options(${NAME} PRIVATE -fsanitize=fuzzer)
endfunction()

# core
relief_fuzz(csv_fuzz LIBRARIES relief_core)
relief_fuzz(field_report_fuzz LIBRARIES relief_core)
relief_fuzz(scenario_fuzz LIBRARIES relief_core)
relief_fuzz(sheet_fuzz LIBRARIES relief_core SOURCES tests/core/table/archive_kit.cpp)
relief_fuzz(text_fuzz LIBRARIES relief_core)
relief_fuzz(time_fuzz LIBRARIES relief_core)
relief_fuzz(totp_fuzz LIBRARIES relief_core)
# the server's door
relief_fuzz(http_gate_fuzz LIBRARIES relief_server SOURCES tests/server/plain_reader.cpp)
relief_fuzz(request_fuzz LIBRARIES relief_server
            SOURCES tools/server/api/operation.cpp tools/commands/given.cpp)
# the command line
relief_fuzz(arguments_fuzz LIBRARIES relief_core CLI11::CLI11
            SOURCES tools/cli/arguments.cpp tools/commands/given.cpp)
relief_fuzz(typed_line_fuzz LIBRARIES relief_core
            SOURCES tools/desk/paper_lines.cpp reserves/document/packs.cpp
                    reserves/exchange/cell_value.cpp reserves/exchange/import_rules.cpp)
# goods and books
set(SHEET_READER agreed_column cell_value import_header import_reading import_reason import_rules
                 row_reader)
list(TRANSFORM SHEET_READER PREPEND reserves/exchange/)
list(TRANSFORM SHEET_READER APPEND .cpp)
relief_fuzz(audit_file_fuzz LIBRARIES relief_core
            SOURCES reserves/ledger/anchor.cpp tools/desk/account_document.cpp
                    tools/desk/document.cpp tools/desk/text_table.cpp)
relief_fuzz(backup_fuzz LIBRARIES relief_reserves SQLite::SQLite3
            SOURCES tools/desk/backup.cpp tools/desk/backup_document.cpp tools/desk/document.cpp
                    tools/desk/output_file.cpp tools/desk/text_table.cpp
                    tools/desk/verify_document.cpp)
relief_fuzz(cell_value_fuzz LIBRARIES relief_core SOURCES reserves/exchange/cell_value.cpp)
relief_fuzz(import_fuzz LIBRARIES relief_core SOURCES ${SHEET_READER})
relief_fuzz(number_fuzz LIBRARIES relief_core
            SOURCES reserves/care/rules.cpp reserves/exchange/cell_value.cpp
                    reserves/exchange/import_rules.cpp reserves/print/decimal.cpp
                    routing/network/osm_units.cpp)
# maps and roads
relief_fuzz(closure_words_fuzz LIBRARIES relief_core SOURCES routing/network/closure_words.cpp)
relief_fuzz(geojson_fuzz LIBRARIES relief_routing)
relief_fuzz(hazard_fuzz LIBRARIES relief_gis)
relief_fuzz(layer_fuzz LIBRARIES relief_gis)
relief_fuzz(pbf_fuzz LIBRARIES relief_routing)
relief_fuzz(plan_file_fuzz LIBRARIES relief_core
            SOURCES routing/dispatch/committed.cpp routing/dispatch/lacking.cpp routing/dispatch/look_up.cpp
                    routing/dispatch/problem.cpp tools/desk/document.cpp tools/desk/plan_file.cpp
                    tools/desk/problem_json.cpp)
# warnings
relief_fuzz(cap_fuzz LIBRARIES relief_alerts)
relief_fuzz(draft_fuzz LIBRARIES relief_alerts)
