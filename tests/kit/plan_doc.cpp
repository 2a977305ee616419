// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/plan_doc.h"

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

using nlohmann::json;

/// One JSON object and its place, read field by field.
class Fields {
  public:
    Fields(const json& object, std::string where, std::vector<Finding>& findings)
        : object_(object), where_(std::move(where)), findings_(findings) {
        if (!object.is_object()) {
            complain("", "is no object");
        }
    }

    [[nodiscard]] const std::string& where() const { return where_; }

    [[nodiscard]] std::string text(const char* name) const {
        const json* value = find(name);
        if (value != nullptr && value->is_string()) {
            return value->get<std::string>();
        }
        complain(name, "is no text");
        return "";
    }

    /// A text that may be null or absent.
    [[nodiscard]] std::optional<std::string> optional_text(const char* name) const {
        const json* value = find(name);
        if (value == nullptr || value->is_null()) {
            return std::nullopt;
        }
        return text(name);
    }

    [[nodiscard]] std::int64_t whole(const char* name) const {
        const json* value = find(name);
        if (value != nullptr && value->is_number_integer()) {
            return value->get<std::int64_t>();
        }
        complain(name, "is no whole number");
        return 0;
    }

    [[nodiscard]] double number(const char* name) const {
        const json* value = find(name);
        if (value != nullptr && value->is_number()) {
            return value->get<double>();
        }
        complain(name, "is no number");
        return 0;
    }

    /// A number that may be absent.
    [[nodiscard]] std::optional<double> optional_number(const char* name) const {
        return find(name) == nullptr ? std::nullopt : std::optional(number(name));
    }

    [[nodiscard]] Time time(const char* name) const {
        const std::string found = text(name);
        const auto at = read_time(found);
        if (!at) {
            complain(name, "is no time: " + found);
        }
        return at.value_or(Time{});
    }

    void needs(const char* name) const {
        if (find(name) == nullptr) {
            complain(name, "is missing");
        }
    }

    [[nodiscard]] Fields inner(const char* name) const {
        const json* value = find(name);
        static const json nothing = json::object();
        if (value == nullptr) {
            complain(name, "is missing");
        }
        return {value == nullptr ? nothing : *value, place(name), findings_};
    }

    /// The elements of an array, each with its place.
    [[nodiscard]] std::vector<Fields> rows(const char* name) const {
        std::vector<Fields> rows;
        const json* value = find(name);
        if (value == nullptr || !value->is_array()) {
            complain(name, "is no array");
            return rows;
        }
        for (std::size_t i = 0; i < value->size(); ++i) {
            rows.emplace_back((*value)[i], place(name) + '[' + std::to_string(i) + ']', findings_);
        }
        return rows;
    }

    /// One text or an array of texts; of objects their `id`.
    [[nodiscard]] std::vector<std::string> texts(const char* name) const {
        const json* value = find(name);
        if (value != nullptr && value->is_string()) {
            return {value->get<std::string>()};
        }
        std::vector<std::string> texts;
        if (value == nullptr || !value->is_array()) {
            complain(name, "is no array");
            return texts;
        }
        for (const json& element : *value) {
            if (element.is_string()) {
                texts.push_back(element.get<std::string>());
            } else if (element.is_object() && element.contains("id")) {
                texts.push_back(element.at("id").get<std::string>());
            } else {
                complain(name, "holds something without an id");
            }
        }
        return texts;
    }

    [[nodiscard]] const json* find(const char* name) const {
        if (!object_.is_object()) {
            return nullptr;
        }
        const auto found = object_.find(name);
        return found == object_.end() ? nullptr : &*found;
    }

  private:
    [[nodiscard]] std::string place(const std::string& name) const {
        return where_.empty() || name.empty() ? where_ + name : where_ + '.' + name;
    }
    void complain(const std::string& name, const std::string& what) const {
        findings_.push_back({"schema", place(name), what});
    }

    const json& object_;
    std::string where_;
    std::vector<Finding>& findings_;
};

DocLevel read_level(const Fields& fields) {
    for (const char* name : {"plan", "official", "report", "because"}) {
        fields.needs(name);
    }
    DocLevel level{.scope = fields.text("scope"), .level = static_cast<int>(fields.whole("level"))};
    const json* in_force = fields.find("in_force");
    if (in_force != nullptr && in_force->is_boolean()) {
        level.in_force = in_force->get<bool>();
    }
    return level;
}

DocNeed read_need(const Fields& fields) {
    for (const char* name : {"unit", "rule", "report"}) {
        fields.needs(name);
    }
    DocNeed need{.where = fields.where(),
                 .id = fields.text("id"),
                 .place = fields.text("place"),
                 .item = fields.text("item"),
                 .quantity = fields.whole("quantity"),
                 .alternatives = {},
                 .by = fields.time("by"),
                 .persons = fields.optional_number("persons"),
                 .weight = fields.optional_number("weight")};
    for (const Fields& row : fields.rows("alternatives")) {
        row.needs("rank");
        need.alternatives.push_back({.item = row.text("item"), .rate = row.whole("rate")});
    }
    return need;
}

DocLine read_line(const Fields& fields) {
    fields.needs("lot");
    return {.where = fields.where(),
            .item = fields.text("item"),
            .lot = fields.optional_text("lot"),
            .quantity = fields.whole("quantity"),
            .for_need = fields.texts("for_need"),
            .counts_for = fields.whole("counts_for")};
}

DocShipment read_shipment(const Fields& fields) {
    const Fields route = fields.inner("route");
    fields.needs("vehicle_class");
    DocShipment shipment{.where = fields.where(),
                         .id = fields.text("id"),
                         .from = fields.text("from"),
                         .to = fields.text("to"),
                         .depart = fields.time("depart"),
                         .arrive = fields.time("arrive"),
                         .back = {},
                         .vehicle_class = fields.optional_text("vehicle_class").value_or(""),
                         .fleet = fields.optional_text("fleet").value_or(""),
                         .mode = fields.optional_text("mode").value_or("road"),
                         .vehicles = static_cast<int>(fields.whole("vehicles")),
                         .trips = static_cast<int>(fields.whole("trips")),
                         .load_kg = fields.number("load_kg"),
                         .load_m3 = fields.number("load_m3"),
                         .km = route.number("km"),
                         .minutes = route.number("minutes"),
                         .rest_minutes = fields.optional_number("rest_minutes").value_or(0),
                         .edges = route.texts("edges"),
                         .lines = {},
                         .tier = fields.optional_text("tier").value_or("")};
    if (fields.optional_text("back")) {
        shipment.back = fields.time("back");
    }
    for (const Fields& row : fields.rows("lines")) {
        shipment.lines.push_back(read_line(row));
    }
    return shipment;
}

DocUnmet read_unmet(const Fields& fields) {
    fields.needs("detail");
    return {.where = fields.where(),
            .need = fields.text("need"),
            .quantity = fields.whole("quantity"),
            .cause = fields.text("cause")};
}

DocAim read_aim(const Fields& fields) {
    return {.where = fields.where(),
            .name = fields.text("name"),
            .value = fields.number("value"),
            .bound = fields.number("bound"),
            .gap = fields.number("gap")};
}

}  // namespace

PlanDoc read_plan(const json& document, std::vector<Finding>& findings) {
    const Fields fields(document, "", findings);
    PlanDoc plan;
    if (fields.text("schema") != "relief.plan/1") {
        findings.push_back({"schema", "schema", "is not relief.plan/1"});
    }
    for (const char* name : {"seed", "warnings", "seconds"}) {
        fields.needs(name);
    }
    plan.scenario = fields.text("scenario");
    plan.as_of = fields.time("as_of");
    plan.shifted_days = fields.whole("shifted_days");
    for (const Fields& row : fields.rows("levels")) {
        plan.levels.push_back(read_level(row));
    }
    for (const Fields& row : fields.rows("needs")) {
        plan.needs.push_back(read_need(row));
    }
    for (const Fields& row : fields.rows("shipments")) {
        plan.shipments.push_back(read_shipment(row));
    }
    for (const Fields& row : fields.rows("unmet")) {
        plan.unmet.push_back(read_unmet(row));
    }
    for (const Fields& row : fields.inner("objective").rows("levels")) {
        plan.aims.push_back(read_aim(row));
    }
    plan.gap = fields.number("gap");
    if (fields.optional_text("until")) {
        plan.until = fields.time("until");
    }
    return plan;
}

}  // namespace relief::kit
