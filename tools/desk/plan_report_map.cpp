// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/plan_map_sheet.h"
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <numbers>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr double sheet_width = 900;
constexpr double least_across_km = 110;
constexpr double least_shape = 0.45;
constexpr double label_size = 12;
constexpr double small_label_size = 10.5;
// Two places nearer than this on the sheet share one label.
constexpr double same_spot = 9;

std::string text_at(double x, double y, std::string_view text, std::string_view attributes) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x, y, attributes,
                       escaped(text));
}

// ---- symbols, drawn about 0,0; depots by tier, told apart by shape ----

enum class SymbolKind { province, city, county, consignment, supplier };

std::string symbol(SymbolKind kind) {
    constexpr std::string_view pen = "fill=\"#fff\" stroke=\"#1F2328\" stroke-width=\"1.2\"";
    switch (kind) {
        case SymbolKind::province:
            return fmt::format(
                "<path d=\"M-6.5-6.5h13v13h-13z\" {0}/><path d=\"M-3.5-3.5h7v7h-7z\" "
                "fill=\"#1F2328\"/>",
                pen);
        case SymbolKind::city:
            return fmt::format(
                "<path d=\"M-5.5-5.5h11v11h-11z\" {0}/>"
                "<path d=\"M-2.5-2.5h5v5h-5z\" fill=\"#1F2328\"/>",
                pen);
        case SymbolKind::county: return fmt::format("<path d=\"M-4-4h8v8h-8z\" {0}/>", pen);
        case SymbolKind::consignment:
            return fmt::format(
                "<path d=\"M-5.5-5.5h7l4 4v7h-11z\" {0}/>"
                "<path d=\"M-2.5 2.5l5-5\" {0}/>",
                pen);
        case SymbolKind::supplier:
            return fmt::format("<path d=\"M-6 0l3-5.2h6l3 5.2-3 5.2h-6z\" {0}/>", pen);
    }
    return {};
}

std::string_view symbol_word(SymbolKind kind) {
    switch (kind) {
        case SymbolKind::province: return "省级库";
        case SymbolKind::city: return "市级库";
        case SymbolKind::county: return "县级库";
        case SymbolKind::consignment: return "省级代储点";
        case SymbolKind::supplier: return "协议供应商";
    }
    return {};
}

SymbolKind symbol_of(const Depot& depot) {
    if (depot.type == "provincial_consignment") {
        return SymbolKind::consignment;
    }
    if (depot.level == "province") {
        return SymbolKind::province;
    }
    return depot.level == "city" ? SymbolKind::city : SymbolKind::county;
}

std::string closure_cross(bool restricted) {
    return fmt::format(
        "<circle r=\"7\" fill=\"#fff\" stroke=\"#A30018\" stroke-width=\"1.4\"/>"
        "<path d=\"M-3.6-3.6L3.6 3.6{}\" stroke=\"#A30018\" stroke-width=\"2.4\"/>",
        restricted ? "" : "M3.6-3.6L-3.6 3.6");
}

/// A ring whose dark arc is the share served, from the top clockwise.
std::string need_ring(double share) {
    constexpr double radius = 10;
    const double turn = 2 * std::numbers::pi * radius;
    return fmt::format(
        "<circle r=\"{0}\" fill=\"#fff\" fill-opacity=\".7\" stroke=\"#fff\" stroke-width=\"6\"/>"
        "<circle r=\"{0}\" fill=\"none\" stroke=\"#A30018\" stroke-width=\"1\"/>"
        "<circle r=\"{0}\" fill=\"none\" stroke=\"#1F2328\" stroke-width=\"4\" "
        "stroke-dasharray=\"{1:.1f} {2:.1f}\" transform=\"rotate(-90)\"/>",
        radius, turn * share, turn);
}

// ---- what is drawn ----

/// The load that goes over an edge in one direction.
struct EdgeLoad {
    double load_kg = 0;
};

/// Origins that stand at one spot of the sheet.
struct OriginSpot {
    DrawnPoint at;
    std::string name;
    std::map<SymbolKind, int> kinds;
    double load_kg = 0;
};

class PlanSheet {
  public:
    explicit PlanSheet(const ReportContext& report)
        : report_(report),
          counties_(layer("boundaries/jilin_district_tianditu.geojson")),
          loads_(edge_loads()),
          sheet_(shown(), sheet_width, least_across_km),
          labels_(inner_frame()) {}
    /// The same things closer by: the places in need alone.
    PlanSheet(const ReportContext& report, const std::vector<LonLat>& close)
        : report_(report),
          counties_(layer("boundaries/jilin_district_tianditu.geojson")),
          loads_(edge_loads()),
          sheet_(close, sheet_width, least_across_km, least_shape, 0.6),
          labels_(inner_frame()),
          is_detail_(true) {}

    std::string drawing();
    [[nodiscard]] std::string legend() const;
    [[nodiscard]] double across_km() const {
        return sheet_.width() * sheet_.metres_per_unit() / 1000;
    }

  private:
    [[nodiscard]] Layer layer(const std::string& name) const {
        return read_layer(report_.desk.data / "reference/jilin" / name);
    }
    [[nodiscard]] DrawnBox inner_frame() const {
        return {4, 4, sheet_.width() - 4, sheet_.height() - 4};
    }
    [[nodiscard]] const RoadNode* node(std::string_view code) const;
    [[nodiscard]] std::map<std::pair<int, bool>, EdgeLoad> edge_loads() const;
    [[nodiscard]] std::vector<LonLat> shown() const;
    [[nodiscard]] std::vector<OriginSpot> origin_spots() const;
    [[nodiscard]] std::optional<LonLat> origin_position(const std::string& id,
                                                        SymbolKind& kind) const;

    void draw_ground();
    void draw_water();
    void draw_roads();
    void draw_flows();
    void draw_closures();
    void draw_closed(const Closure& closure, const std::vector<DrawnPoint>& line,
                     const std::string& name);
    [[nodiscard]] std::string closed_name(const Closure& closure,
                                          const std::vector<DrivenEdge>& chain) const;
    void draw_origins();
    void draw_places();
    void draw_seats();
    void draw_scale();
    void draw_inset();
    void write(double x, double y, double reach, const std::vector<std::string>& lines, double size,
               std::string_view weight, std::string_view colour);
    [[nodiscard]] std::array<DrawnBox, 4> corners(double width, double height) const;
    [[nodiscard]] DrawnBox quietest(const std::vector<DrawnBox>& boxes) const;

    const ReportContext& report_;
    Layer counties_;
    std::map<std::pair<int, bool>, EdgeLoad> loads_;
    MapSheet sheet_;
    LabelPlacer labels_;
    std::string ground_;
    std::string things_;
    std::string texts_;
    DrawnBox scale_box_;
    bool is_detail_ = false;
    std::vector<DrawnPoint> busy_;  ///< points of flows and symbols, kept clear of boxes
    std::set<SymbolKind> kinds_;
    int closures_shown_ = 0;
    int closures_elsewhere_ = 0;
    bool any_restricted_ = false;
    double heaviest_kg_ = 0;
};

const RoadNode* PlanSheet::node(std::string_view code) const {
    const auto index = report_.desk.network.node(code);
    return index ? &report_.desk.network.nodes[static_cast<std::size_t>(*index)] : nullptr;
}

std::map<std::pair<int, bool>, EdgeLoad> PlanSheet::edge_loads() const {
    std::map<std::pair<int, bool>, EdgeLoad> loads;
    for (const Shipment& shipment : report_.run.plan.shipments) {
        for (const DrivenEdge& driven : report_.roads.driven(shipment)) {
            loads[{driven.edge, driven.forward}].load_kg += shipment.load_kg;
        }
    }
    return loads;
}

/// The places in need, the roads driven and where they begin; the whole province where nothing is
/// sent.
std::vector<LonLat> PlanSheet::shown() const {
    std::vector<LonLat> shown;
    for (const std::string& code : report_.run.problem.places) {
        if (const RoadNode* place = node(code)) {
            shown.push_back(position_of(*place));
        }
    }
    for (const auto& [edge, load] : loads_) {
        const auto& line = report_.roads.edge(edge.first);
        shown.insert(shown.end(), line.begin(), line.end());
    }
    if (shown.empty()) {
        for (const Feature& county : counties_.features) {
            for (const auto& part : county.parts) {
                shown.insert(shown.end(), part.begin(), part.end());
            }
        }
    }
    return shown;
}

std::optional<LonLat> PlanSheet::origin_position(const std::string& id, SymbolKind& kind) const {
    if (const Depot* depot = report_.desk.baseline.depot(id)) {
        kind = symbol_of(*depot);
        return LonLat{depot->longitude, depot->latitude};
    }
    if (const Supplier* supplier = report_.desk.baseline.supplier(id)) {
        kind = SymbolKind::supplier;
        return LonLat{supplier->longitude, supplier->latitude};
    }
    return std::nullopt;
}

/// "吉林市" for what stands at the seat of a prefecture, the county's name elsewhere.
std::string town_name(const Desk& desk, const std::string& origin) {
    if (const Depot* depot = desk.baseline.depot(origin)) {
        const bool county = depot->level == "county" || depot->seat_code.substr(4) != "00";
        return place_name(desk.places,
                          county ? depot->seat_code : desk.places.parent_of(depot->node));
    }
    const Supplier* supplier = desk.baseline.supplier(origin);
    return supplier == nullptr ? origin : place_name(desk.places, supplier->place_code);
}

std::vector<OriginSpot> PlanSheet::origin_spots() const {
    std::vector<OriginSpot> spots;
    std::set<std::string> counted;
    for (const Flow& flow : report_.figures.flows) {
        SymbolKind kind = SymbolKind::county;
        const auto position = origin_position(flow.from, kind);
        if (!position || !sheet_.shows(*position)) {
            continue;
        }
        const DrawnPoint at = sheet_.at(*position);
        auto spot = std::find_if(spots.begin(), spots.end(), [&](const OriginSpot& known) {
            return std::hypot(known.at.x - at.x, known.at.y - at.y) < same_spot;
        });
        if (spot == spots.end()) {
            spots.push_back({.at = at, .name = town_name(report_.desk, flow.from), .kinds = {}});
            spot = spots.end() - 1;
        }
        spot->kinds[kind] += counted.insert(flow.from).second ? 1 : 0;
        spot->load_kg += flow.load_kg;
    }
    return spots;
}

void PlanSheet::draw_ground() {
    const std::size_t code = counties_.field("district_adcode");
    const auto& needy = report_.run.problem.places;
    std::string plain;
    std::string affected;
    for (const Feature& county : counties_.features) {
        const bool in_need =
            std::find(needy.begin(), needy.end(), county.values[code]) != needy.end();
        (in_need ? affected : plain) += sheet_.path(county);
    }
    ground_ += fmt::format(
        "<path d=\"{}\" fill=\"#F8F8F6\" stroke=\"#C9CDD2\" stroke-width=\".7\" "
        "fill-rule=\"evenodd\"/>\n",
        plain);
    ground_ += fmt::format(
        "<path d=\"{}\" fill=\"#E3E6E9\" stroke=\"#5F6770\" stroke-width=\"1.2\" "
        "fill-rule=\"evenodd\"/>\n",
        affected);
}

void PlanSheet::draw_water() {
    std::string rivers;
    for (const Feature& river :
         layer("hydro/ne_10m_rivers_lake_centerlines_jilin.geojson").features) {
        rivers += sheet_.path(river);
    }
    std::string lakes;
    for (const Feature& lake : layer("hydro/ne_10m_lakes_jilin.geojson").features) {
        lakes += sheet_.path(lake);
    }
    ground_ += fmt::format(
        "<path d=\"{}\" fill=\"none\" stroke=\"#B9C9D6\" stroke-width=\"1\"/>\n"
        "<path d=\"{}\" fill=\"#C9D8E3\" stroke=\"none\"/>\n",
        rivers, lakes);
}

void PlanSheet::draw_roads() {
    struct Style {
        std::string_view name;
        std::string_view pen;
        double coarsest_metres;  ///< per unit, beyond which the class is left out
    };
    constexpr std::array<Style, 4> styles{{
        {"secondary", "stroke=\"#DADDE0\" stroke-width=\".6\"", 330},
        {"primary", "stroke=\"#C3C8CD\" stroke-width=\".8\"", 700},
        {"trunk", "stroke=\"#C3C8CD\" stroke-width=\".9\"", 1200},
        {"motorway", "stroke=\"#A3AAB1\" stroke-width=\"1.3\"", 1e9},
    }};
    const Layer& roads = report_.roads.layer();
    const std::size_t field = roads.field("class");
    for (const Style& style : styles) {
        if (sheet_.metres_per_unit() > style.coarsest_metres) {
            continue;
        }
        std::string path;
        for (const Feature& road : roads.features) {
            if (road.values[field] == style.name) {
                path += sheet_.path(road);
            }
        }
        ground_ += fmt::format("<path d=\"{}\" fill=\"none\" {}/>\n", path, style.pen);
    }
}

void PlanSheet::draw_flows() {
    for (const auto& [edge, load] : loads_) {
        heaviest_kg_ = std::max(heaviest_kg_, load.load_kg);
    }
    // Edges that carry the same load, one after the other, are one line with one arrow.
    std::map<double, std::vector<DrivenEdge>> by_load;
    for (const auto& [edge, load] : loads_) {
        by_load[load.load_kg].push_back({.edge = edge.first, .forward = edge.second});
    }
    std::string casings;
    std::string lines;
    std::string arrows;
    for (const auto& [load_kg, edges] : by_load) {
        const double width = 1.8 + 5.7 * std::sqrt(load_kg / std::max(1.0, heaviest_kg_));
        for (const auto& chain : chains(report_.desk.network, edges, true)) {
            const std::vector<DrawnPoint> line = sheet_.line(report_.roads.course(chain));
            const std::string data = path_data(line);
            casings += fmt::format("<path d=\"{}\" stroke-width=\"{:.1f}\"/>\n", data, width + 2.4);
            lines += fmt::format("<path d=\"{}\" stroke-width=\"{:.1f}\"/>\n", data, width);
            for (const DrawnPoint& point : line) {
                labels_.avoid(point.x, point.y);
                busy_.push_back(point);
            }
            const Halfway middle = halfway(inside(line, inner_frame()));
            if (middle.length > 20) {
                arrows += fmt::format(
                    "<path d=\"M8 0L-5-{0:.1f}L-2 0L-5 {0:.1f}Z\" transform=\"translate({1:.1f} "
                    "{2:.1f}) rotate({3:.0f})\"/>\n",
                    4.2 + width * 0.6, middle.at.x, middle.at.y, middle.degrees);
            }
        }
    }
    things_ +=
        "<g fill=\"none\" stroke=\"#fff\" stroke-linejoin=\"round\" "
        "stroke-linecap=\"round\">\n" +
        casings +
        "</g>\n<g fill=\"none\" stroke=\"#1F4E79\" stroke-linejoin=\"round\" "
        "stroke-linecap=\"round\">\n" +
        lines + "</g>\n<g fill=\"#1F4E79\" stroke=\"#fff\" stroke-width=\"1.2\">\n" + arrows +
        "</g>\n";
}

/// One stretch of a closed road: dashed red, with a cross where there is room for it.
void PlanSheet::draw_closed(const Closure& closure, const std::vector<DrawnPoint>& line,
                            const std::string& name) {
    things_ += fmt::format(
        "<path d=\"{0}\" fill=\"none\" stroke=\"#fff\" stroke-width=\"4.5\"/>"
        "<path d=\"{0}\" fill=\"none\" stroke=\"#A30018\" stroke-width=\"1.8\" "
        "stroke-dasharray=\"5 3\"/>\n",
        path_data(line));
    if (name.empty()) {
        return;
    }
    const Halfway middle = halfway(line);
    things_ += fmt::format("<g transform=\"translate({:.1f} {:.1f})\">{}</g>\n", middle.at.x,
                           middle.at.y, closure_cross(closure.restricted));
    labels_.block({middle.at.x - 8, middle.at.y - 8, middle.at.x + 8, middle.at.y + 8});
    busy_.push_back(middle.at);
    write(middle.at.x, middle.at.y, 9, {name + (closure.restricted ? " 限" : " 断")}, label_size,
          "600", "#8C0015");
}

void PlanSheet::draw_closures() {
    std::set<int> drawn;
    for (const Closure& closure : report_.run.closures) {
        if (!report_.in_force(closure)) {
            continue;
        }
        std::vector<int> edges;
        std::ranges::copy_if(closure.edges, std::back_inserter(edges),
                             [&](int edge) { return drawn.insert(edge).second; });
        bool seen = edges.size() < closure.edges.size();
        // The longest stretch of each road bears its number and the cross.
        std::map<std::string, std::pair<double, std::size_t>> longest;
        std::vector<std::pair<std::string, std::vector<DrawnPoint>>> stretches;
        for (const auto& chain : chains(report_.desk.network, edges)) {
            const std::vector<DrawnPoint> line =
                inside(sheet_.line(report_.roads.course(chain)), inner_frame());
            if (line.size() < 2) {
                continue;
            }
            seen = true;
            any_restricted_ = any_restricted_ || closure.restricted;
            const std::string name = closed_name(closure, chain);
            const double length = halfway(line).length;
            const auto [best, is_new] = longest.emplace(name, std::pair(length, stretches.size()));
            if (!is_new && length > best->second.first) {
                best->second = {length, stretches.size()};
            }
            stretches.emplace_back(name, line);
        }
        for (std::size_t i = 0; i < stretches.size(); ++i) {
            const auto& [name, line] = stretches[i];
            draw_closed(closure, line, longest.at(name).second == i ? name : std::string());
        }
        ++(seen ? closures_shown_ : closures_elsewhere_);
    }
}

/// The number of a closed stretch: what the report names where the stretch carries it, else that of
/// most of its kilometres.
std::string PlanSheet::closed_name(const Closure& closure,
                                   const std::vector<DrivenEdge>& chain) const {
    std::map<std::string, double> km;
    for (const DrivenEdge& driven : chain) {
        const RoadEdge& edge = report_.desk.network.edges[static_cast<std::size_t>(driven.edge)];
        if (edge.has_ref(closure.ref)) {
            return closure.ref;
        }
        km[edge.ref.empty() ? closure.ref : edge.ref] += edge.km;
    }
    return std::max_element(km.begin(), km.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
}

void PlanSheet::draw_origins() {
    for (const OriginSpot& spot : origin_spots()) {
        // Every kind that stands here is drawn, side by side; a number says how many of it.
        const double step = 15;
        const double from = spot.at.x - step * static_cast<double>(spot.kinds.size() - 1) / 2;
        const bool at_need =
            std::any_of(report_.run.problem.places.begin(), report_.run.problem.places.end(),
                        [&](const std::string& code) {
                            const RoadNode* place = node(code);
                            if (place == nullptr) {
                                return false;
                            }
                            const DrawnPoint at = sheet_.at(position_of(*place));
                            return std::hypot(at.x - spot.at.x, at.y - spot.at.y) < 2 * same_spot;
                        });
        // At a place in need the symbols stand above its ring.
        const double y = at_need ? spot.at.y - 21 : spot.at.y;
        double x = from;
        std::string words;
        for (const auto& [kind, count] : spot.kinds) {
            things_ += fmt::format("<g transform=\"translate({:.1f} {:.1f})\">{}</g>\n", x, y,
                                   symbol(kind));
            kinds_.insert(kind);
            x += step;
            if (kind == SymbolKind::consignment || kind == SymbolKind::supplier) {
                words += fmt::format(" {}{}", kind == SymbolKind::supplier ? "协议" : "代储",
                                     count > 1 ? fmt::format("×{}", count) : std::string());
            } else {
                words += kind == SymbolKind::province ? " 省库"
                         : kind == SymbolKind::city   ? " 市库"
                                                      : " 县库";
            }
        }
        labels_.block({from - 8, y - 8, x - step + 8, y + 8});
        busy_.push_back({spot.at.x, y});
        if (at_need) {
            labels_.block({spot.at.x - 13, spot.at.y - 13, spot.at.x + 13, spot.at.y + 13});
        }
        write((from + x - step) / 2, y, 10 + (x - step - from) / 2,
              {spot.name + words, fmt::format("发 {} 吨", grouped(spot.load_kg / 1000, 1))},
              small_label_size, "400", "#1F2328");
    }
}

void PlanSheet::draw_places() {
    std::set<std::string> done;
    for (const PlaceFigures& place : report_.figures.places) {
        const RoadNode* seat = node(place.place);
        if (seat == nullptr || !done.insert(place.place).second) {
            continue;
        }
        int items = 0;
        double served = 0;
        for (const PlaceFigures& unit : report_.figures.places) {
            if (unit.place == place.place) {
                const int more = static_cast<int>(unit.needs.size());
                served += unit.served_share() * more;
                items += more;
            }
        }
        const double share = items > 0 ? served / items : 1;
        const DrawnPoint at = sheet_.at(position_of(*seat));
        things_ += fmt::format("<g transform=\"translate({:.1f} {:.1f})\">{}</g>\n", at.x, at.y,
                               need_ring(share));
        labels_.block({at.x - 13, at.y - 13, at.x + 13, at.y + 13});
        busy_.push_back(at);
        write(at.x, at.y, 14,
              {full_place_name(report_.desk.places, place.place),
               fmt::format("{} 项 送达 {}", items, percent(share))},
              label_size + 1.5, "600", "#1F2328");
    }
}

void PlanSheet::draw_seats() {
    const auto& places = report_.run.problem.places;
    const RoadNetwork& network = report_.desk.network;
    for (const RoadNode& seat : std::span(network.nodes).first(network.seat_count())) {
        if (!sheet_.shows(position_of(seat)) ||
            std::find(places.begin(), places.end(), seat.code) != places.end()) {
            continue;
        }
        const DrawnPoint at = sheet_.at(position_of(seat));
        ground_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2\" fill=\"#7A828B\"/>\n",
                               at.x, at.y);
        write(at.x, at.y, 4, {seat.name}, small_label_size, "400", "#5F6770");
    }
}

/// Lines of one label in the first free room; the first line may be the heavier one.
void PlanSheet::write(double x, double y, double reach, const std::vector<std::string>& lines,
                      double size, std::string_view weight, std::string_view colour) {
    double width = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        width = std::max(width, drawn_width(lines[i], i == 0 ? size : small_label_size));
    }
    const double height =
        size * 1.2 + static_cast<double>(lines.size() - 1) * small_label_size * 1.2;
    const auto box = labels_.place(x, y, reach, width, height);
    if (!box) {
        return;
    }
    const double near_x = std::clamp(x, box->left, box->right);
    const double near_y = std::clamp(y, box->top, box->bottom);
    const double away = std::hypot(near_x - x, near_y - y);
    if (away > reach * 1.6) {
        // A label that found no room close by is tied to its symbol.
        const double from = reach / away;
        texts_ += fmt::format(
            "<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\" stroke=\"#4A5158\" stroke-width=\".8\"/>\n",
            x + (near_x - x) * from, y + (near_y - y) * from, near_x, near_y);
    }
    // Beside its symbol a label is set towards it.
    const bool left_of = box->right <= x;
    const bool right_of = box->left >= x;
    const double text_x = left_of    ? box->right
                          : right_of ? box->left
                                     : (box->left + box->right) / 2;
    const std::string_view anchor = left_of ? "end" : right_of ? "start" : "middle";
    double baseline = box->top + size * 0.98;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        texts_ += text_at(
            text_x, baseline, lines[i],
            fmt::format("text-anchor=\"{}\" font-size=\"{}\" font-weight=\"{}\" fill=\"{}\"",
                        anchor, i == 0 ? size : small_label_size, i == 0 ? weight : "400", colour));
        baseline += small_label_size * 1.2;
    }
}

std::array<DrawnBox, 4> PlanSheet::corners(double width, double height) const {
    const double gap = 8;
    const double right = sheet_.width() - gap;
    const double bottom = sheet_.height() - gap;
    return {{{gap, bottom - height, gap + width, bottom},
             {right - width, bottom - height, right, bottom},
             {gap, gap, gap + width, gap + height},
             {right - width, gap, right, gap + height}}};
}

DrawnBox PlanSheet::quietest(const std::vector<DrawnBox>& boxes) const {
    const auto crowd = [&](const DrawnBox& box) {
        return std::count_if(busy_.begin(), busy_.end(),
                             [&](const DrawnPoint& point) { return box.holds(point.x, point.y); });
    };
    return *std::min_element(boxes.begin(), boxes.end(), [&](const DrawnBox& a, const DrawnBox& b) {
        return crowd(a) < crowd(b);
    });
}

/// Scale bar and north arrow on white.
void PlanSheet::draw_scale() {
    double km = 1;
    for (const double step : {2, 5, 10, 20, 50, 100, 200}) {
        if (step * 1000 / sheet_.metres_per_unit() <= 150) {
            km = step;
        }
    }
    const double length = km * 1000 / sheet_.metres_per_unit();
    const auto all = corners(length + 74, 40);
    const DrawnBox box = quietest({all[0], all[1]});
    scale_box_ = box;
    labels_.block(box);
    texts_ += fmt::format(
        "<g transform=\"translate({:.1f} {:.1f})\"><rect width=\"{:.1f}\" height=\"40\" "
        "fill=\"#fff\" fill-opacity=\".9\"/><path d=\"M12 23v5h{:.1f}v-5\" fill=\"none\" "
        "stroke=\"#1F2328\" stroke-width=\"1.4\"/>"
        "<text x=\"12\" y=\"17\" font-size=\"11\">0</text>"
        "<text x=\"{:.1f}\" y=\"17\" font-size=\"11\" text-anchor=\"middle\">{:.0f} 公里</text>"
        "<g transform=\"translate({:.1f} 21) rotate({:.1f})\"><path d=\"M0-14L5 9L0 5L-5 9Z\" "
        "fill=\"#1F2328\"/></g><text x=\"{:.1f}\" y=\"17\" font-size=\"11\" "
        "font-weight=\"600\">北</text></g>\n",
        box.left, box.top, length + 74, length, 12 + length, km, length + 44,
        sheet_.north_degrees(), length + 53);
}

/// The province with the frame of the sheet, where the sheet shows a part of it only.
void PlanSheet::draw_inset() {
    std::vector<LonLat> province;
    for (const Feature& county : counties_.features) {
        for (const auto& part : county.parts) {
            province.insert(province.end(), part.begin(), part.end());
        }
    }
    constexpr double inset_width = 132;
    const MapSheet inset(province, inset_width, 1);
    const LonLat first = sheet_.position({0, 0});
    const LonLat last = sheet_.position({sheet_.width(), sheet_.height()});
    const DrawnPoint a = inset.at(first);
    const DrawnPoint b = inset.at(last);
    if (b.x - a.x > 0.75 * inset_width) {
        return;
    }
    const auto all = corners(inset_width, inset.height());
    std::vector<DrawnBox> free{all[2], all[3], all[0], all[1]};
    std::erase_if(free, [&](const DrawnBox& corner) { return corner.overlaps(scale_box_); });
    const DrawnBox box = quietest(free);
    labels_.block(box);
    std::string outline;
    for (const Feature& part : layer("boundaries/jilin_city_tianditu.geojson").features) {
        outline += inset.path(part);
    }
    texts_ += fmt::format(
        "<g transform=\"translate({:.1f} {:.1f})\"><rect width=\"{}\" height=\"{}\" fill=\"#fff\" "
        "stroke=\"#7A828B\"/><path d=\"{}\" fill=\"#ECEEF0\" stroke=\"#A3AAB1\" "
        "stroke-width=\".6\"/><rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
        "fill=\"none\" stroke=\"#1F2328\" stroke-width=\"1.6\"/>"
        "<text x=\"5\" y=\"{}\" font-size=\"10\" fill=\"#4A5158\">吉林省</text></g>\n",
        box.left, box.top, inset_width, inset.height(), outline, a.x, a.y, b.x - a.x, b.y - a.y,
        inset.height() - 5);
}

std::string legend_entry(const std::string& drawing, std::string_view word) {
    return fmt::format(
        "<span><svg width=\"26\" height=\"18\" viewBox=\"-13 -9 26 18\">{}</svg>{}</span>", drawing,
        word);
}

std::string PlanSheet::legend() const {
    std::string html = "<div class=\"legend\">";
    const bool any_need = !report_.run.problem.places.empty();
    if (any_need) {
        html += legend_entry("<g transform=\"scale(.75)\">" + need_ring(0.7) + "</g>",
                             "需求地，黑弧为送达的份额");
    }
    for (const SymbolKind kind : kinds_) {
        html += legend_entry(symbol(kind), symbol_word(kind));
    }
    if (!loads_.empty()) {
        html += legend_entry(
            "<path d=\"M-12 0H12\" stroke=\"#1F4E79\" stroke-width=\"5\"/>"
            "<path d=\"M6 0L-4-6L-2 0L-4 6Z\" fill=\"#1F4E79\" stroke=\"#fff\"/>",
            fmt::format("发运路线，宽度按吨（最宽 {} 吨）", grouped(heaviest_kg_ / 1000, 1)));
    }
    if (closures_shown_ > 0) {
        html += legend_entry(closure_cross(false), "✕ 断路");
    }
    if (any_restricted_) {
        html += legend_entry(closure_cross(true), "限制通行，按不通计");
    }
    if (any_need) {
        html += legend_entry("<path d=\"M-12-7H12V7H-12Z\" fill=\"#E3E6E9\" stroke=\"#5F6770\"/>",
                             "需求所在县");
    }
    html += legend_entry("<path d=\"M-12 0H12\" stroke=\"#A3AAB1\" stroke-width=\"1.6\"/>", "高速");
    html += legend_entry("<path d=\"M-12 0H12\" stroke=\"#C3C8CD\" stroke-width=\"1\"/>", "国省道");
    html += legend_entry("<path d=\"M-12 0H12\" stroke=\"#B9C9D6\" stroke-width=\"1.4\"/>", "河流");
    html += "</div>\n";
    if (closures_elsewhere_ > 0) {
        html += fmt::format(
            "<p class=\"small\">另有 {} 条在施行的封闭不在图内或未落到路网，见“道路封闭”。"
            "</p>\n",
            closures_elsewhere_);
    }
    return html;
}

std::string PlanSheet::drawing() {
    draw_ground();
    draw_water();
    draw_roads();
    draw_flows();
    draw_closures();
    // Symbols first take their room, then the boxes of scale and inset, then the labels by weight.
    draw_places();
    draw_scale();
    if (!is_detail_) {
        draw_inset();
    }
    draw_origins();
    draw_seats();
    return fmt::format(
        "<svg class=\"map\" viewBox=\"0 0 {} {}\" role=\"img\" "
        "aria-label=\"发运路线、封路与需求地图\">\n{}{}<g class=\"labels\">\n{}</g>\n</svg>\n",
        sheet_.width(), sheet_.height(), ground_, things_, texts_);
}

/// Where the places in need lie, with some of the country about them.
std::vector<LonLat> needy_positions(const ReportContext& report) {
    std::vector<LonLat> positions;
    for (const std::string& code : report.run.problem.places) {
        if (const auto index = report.desk.network.node(code)) {
            const LonLat seat =
                position_of(report.desk.network.nodes[static_cast<std::size_t>(*index)]);
            constexpr double about = 0.25;
            for (const double side : {-about, about}) {
                positions.push_back({seat.longitude + side, seat.latitude + side});
            }
        }
    }
    return positions;
}

}  // namespace

std::string report_map(const ReportContext& report) {
    PlanSheet whole(report);
    const std::string drawing = whole.drawing();
    std::string html =
        "<h2>三、态势与发运图</h2>\n<figure>\n" + drawing + whole.legend() +
        fmt::format(
            "<p class=\"small\">道路 © OpenStreetMap contributors, ODbL 1.0（2020-10）；"
            "县界天地图，<b>边界数据许可未记录</b>，<b>内部使用</b>；河流 Natural Earth。"
            "封路截至 {}。等积投影，WGS84。</p>\n</figure>\n",
            day_and_time(report.run.as_of, report.run.as_of));
    const std::vector<LonLat> close = needy_positions(report);
    if (!close.empty() && !report.figures.flows.empty()) {
        // A closer sheet is worth its room only where it shows a good deal more.
        constexpr double closer = 0.6;
        PlanSheet detail(report, close);
        if (detail.across_km() < closer * whole.across_km()) {
            html += "<figure>\n<h3>需求地一带</h3>\n" + detail.drawing() +
                    "<p class=\"small\">图例、来源同上图。</p>\n</figure>\n";
        }
    }
    return html;
}

}  // namespace relief
