// SPDX-License-Identifier: Apache-2.0
// A plan's file: read, or refused by field. Where its digest is not right it is put right first, so
// that the fields are tried and not the digest alone. Behind the letter P: the problem a plan was
// made from, which is written so that it reads back the same.
#include "core/data_source.h"
#include "core/rules.h"
#include "tests/fuzz/kit.h"
#include "tools/desk/plan_file.h"
#include "tools/desk/problem_json.h"

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace {

using relief::fuzz::require;

std::string with_right_digest(std::string_view bytes) {
    auto document = nlohmann::ordered_json::parse(bytes, nullptr, false);
    if (!document.is_object()) {
        return std::string(bytes);
    }
    document["digest"] = relief::plan_digest(document);
    return document.dump();
}

void try_plan(std::string_view bytes, const relief::Rules& rules) {
    (void)relief::fuzz::answered(
        [&] { (void)relief::read_plan_text(std::string(bytes), "plan.json", rules); });
    (void)relief::fuzz::answered([&] {
        const relief::PlanFile plan =
            relief::read_plan_text(with_right_digest(bytes), "plan.json", rules);
        for (const relief::Shipment& shipment : plan.shipments) {
            require(shipment.vehicles >= 0 && shipment.trips >= 0 && shipment.minutes >= 0);
            static_cast<void>(plan.shipment(shipment.id, "--shipment"));
            for (const relief::ShipmentLine& line : shipment.lines) {
                require(line.quantity >= 0 && rules.item(line.item) != nullptr);
            }
        }
        (void)relief::fuzz::answered([&] { (void)plan.shipment("S99999999999", "--shipment"); });
    });
}

void try_problem(std::string_view bytes) {
    (void)relief::fuzz::answered([&] {
        const relief::DispatchProblem problem = relief::problem_of_json(bytes, "problem.json");
        const std::string written = relief::problem_json(problem);
        require(relief::problem_json(relief::problem_of_json(written, "again.json")) == written);
    });
}

const relief::Rules& rules() {
    static const relief::Rules made =
        relief::load_rules(relief::FolderSource(RELIEF_SOURCE_DIR "/data"));
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
    static_cast<void>(rules());  // what is read once does not count as an input's time
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    if (bytes.starts_with('P')) {
        try_problem(bytes.substr(1));
    } else {
        try_plan(bytes, rules());
    }
    return 0;
}
