// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"
#include "alerts/channel/channel.h"
#include "gis/layer.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A place whose people cannot leave by themselves, or a village: who answers there for 叫应.
struct CallSite {
    std::string id;
    std::string name;
    std::string kind;  ///< care_home, welfare_home, rescue_station, school, shelter, village
    LonLat at;
    double people = 0;
    std::string division;    ///< 6 to 12 figures; the county it lies in where the list has none
    std::string head;        ///< who is in charge
    std::string head_phone;  ///< "" where the list has none
    std::string duty;        ///< who is on duty
    std::string duty_phone;
};

/// An office's list: id, name, kind, lon, lat (degrees WGS84), people, division, head, head_phone,
/// duty, duty_phone; people, division and telephones may be empty, but somebody must be named.
/// bad_input with file, line and column.
[[nodiscard]] std::vector<CallSite> read_call_sites(const std::filesystem::path& file,
                                                    const Layer& counties);

/// Those inside the areas of a message in the order they are called: care homes, welfare homes,
/// rescue stations, schools, shelters, then villages; where more people are first.
[[nodiscard]] std::vector<CallSite> sites_to_call(const cap::Alert& alert,
                                                  std::vector<CallSite> sites);

/// "永吉县养老院 值班 张明 138…，负责人 李强 139…".
[[nodiscard]] std::string call_words(const CallSite& site);

/// Their rows in the outbox of a message, in the same order.
[[nodiscard]] std::vector<Delivery> calls_of(const std::string& channel,
                                             std::string_view identifier,
                                             const std::vector<CallSite>& sites);

/// 养老机构, care home.
[[nodiscard]] std::string_view site_kind_words(std::string_view kind, std::string_view language);

}  // namespace relief
