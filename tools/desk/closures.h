// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/closure_book.h"
#include "tools/desk/closure_streets.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A closure as typed at the desk.
struct TypedClosure {
    std::string words;
    std::optional<Instant> from;  ///< else when the desk was told
    std::optional<Instant> to;
    bool to_is_known = false;  ///< the road is open from `to`; else somebody hopes for it
    std::string source;
    std::string confidence;             ///< confirmed, reported, doubtful; "" = reported
    std::string place;                  ///< name or code of a division, "" where not said
    std::string hazard;                 ///< of a polygon: flood …
    std::vector<std::string> edges;     ///< ways of the network: 1609, R1609a, 1609:forward
    std::vector<std::string> nodes;     ///< ids of nodes of the network
    std::string polygon;                ///< a file
    std::string datum;                  ///< of the polygon; must be declared
    std::vector<std::string> restrict;  ///< one-lane[=MINUTES], tonnes=5, height=4.2, daylight,
                                        ///< convoy, permit
    bool yes = false;                   ///< it counts at once, where there is one candidate
    std::string origin = "phone";
};

/// The desk with the roads of closures.
struct ClosureDesk {
    WritingDesk desk;
    ClosureStreets streets;
};

/// What an operation on closures came to.
struct ClosureAnswer {
    BookClosure closure;
    bool already = false;  ///< it was told before: nothing was written
};

/// `relief closure add`. The answer holds the candidates; nothing counts before confirm_closure,
/// or `yes` with exactly one candidate (else refused closure.several). The same words for the
/// same place while such a closure stands are answered with that one. bad_input: argument.value,
/// closure.edge, closure.area, closure.time, crs.datum, place.unknown and those of the polygon.
[[nodiscard]] ClosureAnswer add_closure(const Books& db, const std::filesystem::path& data,
                                        const Asked& asked, const TypedClosure& typed);

/// `relief closure confirm`: candidate K, or edges chosen by hand for one that no candidate fits.
[[nodiscard]] ClosureAnswer confirm_closure(const Books& db, const std::filesystem::path& data,
                                            const Asked& asked, std::int64_t id,
                                            std::optional<std::int64_t> candidate,
                                            const std::vector<std::string>& edges);

/// `relief closure lift`: open from asked.occurred_at.
[[nodiscard]] ClosureAnswer lift_closure(const Books& db, const Asked& asked, std::int64_t id,
                                         const std::string& reason);

/// What became of a row of a table of closures.
struct ClosureRow {
    int line = 0;
    std::string id;
    enum class Verdict : std::uint8_t {
        accepted,  ///< placed by its own columns
        held,      ///< kept in its words, with candidates or without: somebody has to place it
        already,   ///< in the books from an earlier import
        other,     ///< of air, rail or bus: no road
        refused
    };
    Verdict verdict = Verdict::held;
    std::string words;
    std::string zh;  ///< why
    std::string en;
    std::optional<std::int64_t> closure;  ///< its number once written
    std::size_t candidates = 0;
};

[[nodiscard]] std::string_view to_word(ClosureRow::Verdict verdict);

struct ClosureImport {
    std::string file;
    std::vector<ClosureRow> rows;
    bool posted = false;

    [[nodiscard]] std::size_t count(ClosureRow::Verdict verdict) const;
};

struct ImportClosures {
    std::filesystem::path file;
    bool post = false;     ///< else a dry run: nothing is written
    bool partial = false;  ///< write the others although some rows are refused
};

/// `relief closure import` of a table with the columns of a scenario's closures.csv: one change,
/// or nothing. A posting with refused rows is not done unless `partial`.
[[nodiscard]] ClosureImport import_closures(const Books& db, const std::filesystem::path& data,
                                            const Asked& asked, const ImportClosures& import);

/// What the books say of the roads at a moment.
struct ClosuresInForce {
    std::vector<BookClosure> closures;  ///< placed and in force, by id
    std::vector<PlacedClosure> placed;  ///< the same on the network, in the same order
    ClosedArcs arcs;                    ///< of `placed`
    std::vector<BookClosure> unplaced;  ///< told, not on the network or not confirmed: do not count
    std::vector<BookClosure> upcoming;  ///< placed and not begun
};

/// The closures of books in force at a moment, placed on a network.
[[nodiscard]] ClosuresInForce closures_in_force(const std::vector<BookClosure>& books,
                                                const StreetPieces& pieces, Instant at);

}  // namespace relief
