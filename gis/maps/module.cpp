// SPDX-License-Identifier: Apache-2.0
#include "gis/maps/map_library.h"

// The door of relief-maps.so, all of it that is seen from outside.
extern "C" {
[[gnu::visibility("default")]] extern const relief::MapLibrary relief_part;

const relief::MapLibrary relief_part{
    .open_plane_map = &relief::open_plane_map,
    .geodesic_km = &relief::geodesic_km,
    .line_km = &relief::geodesic_km,
    .read_layer = &relief::read_layer,
    .read_vector_layer = &relief::read_vector_layer,
    .simplified = &relief::simplified,
    .raster_bytes = &relief::raster_bytes,
    .read_raster_system = &relief::read_raster_system,
    .covered_cells = &relief::covered_cells,
    .area_around = &relief::area_around,
    .area_shares = &relief::area_shares,
};
}
