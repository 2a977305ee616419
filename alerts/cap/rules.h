// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/fields.h"
#include "alerts/cap/finding.h"
#include "alerts/cap/message.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// From what is written to what is meant: each field is read once, and every rule of the standard's
/// text that its schema does not hold is asked on the way. What cannot be read is left at its
/// default; a rejecting finding then says so.
namespace relief::cap {

/// Where in a message a rule looks: info, and the resource or area in it, from 1; 0 for none.
struct Spot {
    std::size_t info = 0;
    std::string_view block = {};  ///< "resource" or "area"
    std::size_t number = 0;

    /// "alert/info[2]/area[1]/polygon".
    [[nodiscard]] std::string path(std::string_view element) const;
};

/// The whole message; what rules say goes to `findings`.
[[nodiscard]] Alert read_alert(const AlertFields& fields, Findings& findings);

// The parts of it, one source file each.
[[nodiscard]] Info read_info(const InfoFields& fields, Version version, std::size_t number,
                             Findings& findings);
[[nodiscard]] Area read_area(const AreaFields& fields, Spot spot, Findings& findings);
/// nullopt where its file is not what it says: it costs the resource, not the warning.
[[nodiscard]] std::optional<Resource> read_resource(const ResourceFields& fields, Spot spot,
                                                    Findings& findings);
/// What infos say of each other: languages that tell other times or the same text.
void compare_infos(const Alert& alert, const AlertFields& fields, Findings& findings);

/// A time as messages have it. 24:00 is the next day's 00:00 (HOUR_24), +00:00 is taken though 1.2
/// asks for -00:00 (UTC_AS_PLUS_ZERO); 1.0 may write Z.
[[nodiscard]] std::optional<Moment> read_moment(const Field& field, Version version,
                                                std::string_view element, Spot spot,
                                                Findings& findings);

/// HTML where only text belongs (TEXT_HTML).
void check_plain(const Field& field, std::string_view element, Spot spot, Findings& findings);

/// Begins with a scheme and a colon.
[[nodiscard]] bool is_absolute_uri(std::string_view text);

/// A plain decimal number, no exponent, no NaN, no hexadecimal; nullopt for all else.
[[nodiscard]] std::optional<double> decimal_of(std::string_view text);

}  // namespace relief::cap
