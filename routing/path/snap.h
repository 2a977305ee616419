// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/street_metric.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace relief {

/// A point on a road: so far along a piece from its `from`.
struct StreetPosition {
    PieceIndex piece = no_index;
    std::uint32_t offset_cm = 0;  ///< 0 .. length of the piece
    StreetPoint point;

    friend bool operator==(const StreetPosition&, const StreetPosition&) = default;
};

/// The position at a node: an end of the first of its pieces.
[[nodiscard]] StreetPosition position_at(const StreetNetwork& network, NodeIndex node);

/// The point of a piece so far along it.
[[nodiscard]] StreetPoint point_on(const StreetNetwork& network, PieceIndex piece,
                                   std::uint32_t offset_cm);

/// Which roads a vehicle may stand on, and which of them hang together, whatever is closed now: a
/// flood must not make a place jump over the river.
struct SnapGround {
    std::vector<ArcCause> cause;           ///< of each piece; `none` where it may be used
    std::vector<std::uint32_t> component;  ///< of each piece: strongly connected roads
    std::vector<std::uint64_t> length_cm;  ///< of each component
    std::uint32_t largest = 0;             ///< the longest component
};

/// Of the roads that `judge` lets its vehicle use, closures and hours of ban left out.
[[nodiscard]] SnapGround make_snap_ground(const StreetNetwork& network, const ArcJudge& judge);

/// Why a place was put where it was.
enum class SnapWhy : std::uint8_t {
    nearest,         ///< the nearest road there is
    nearest_usable,  ///< nearer ones are not for this vehicle
    main_component,  ///< nearer ones do not hang together with the main network
    no_road          ///< none within the limit
};

[[nodiscard]] std::string_view to_word(SnapWhy why);

struct SnapCandidate {
    StreetPosition position;
    double metres = 0;                ///< from the place, as the crow flies
    ArcCause cause = ArcCause::none;  ///< why this vehicle may not use it
    bool in_main = true;
};

struct Snap {
    SnapWhy why = SnapWhy::no_road;
    SnapCandidate chosen;                     ///< where `why` is not no_road
    std::optional<SnapCandidate> nearer;      ///< the nearest road, where it was passed over
    std::vector<SnapCandidate> alternatives;  ///< other usable roads, nearest first
};

struct SnapRequest {
    bool any_component = false;  ///< islands are as good as the main network
    double metres_max = 50'000;
    std::size_t alternatives = 3;
};

/// Finds the nearest point on a road. The network must outlive it.
class StreetSnapper {
  public:
    explicit StreetSnapper(const StreetNetwork& network);
    ~StreetSnapper();
    StreetSnapper(StreetSnapper&&) noexcept;
    StreetSnapper& operator=(StreetSnapper&&) noexcept;

    [[nodiscard]] Snap snap(StreetPoint place, const SnapGround& ground,
                            const SnapRequest& request = {}) const;

  private:
    struct Tree;
    const StreetNetwork* network_;
    std::unique_ptr<const Tree> tree_;
};

}  // namespace relief
