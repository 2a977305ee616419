// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/xml/document.h"

#include <memory>
#include <string>
#include <string_view>

namespace relief::xml {

/// What a schema says against an element: the first fault, and how many there are.
struct SchemaFaults {
    int count = 0;
    int line = 0;
    std::string element;
    std::string message;
};

/// An XML Schema, parsed once; checking only reads it, from any number of threads.
class Schema {
  public:
    /// `name` is told in errors. fault (schema.broken) where the bytes are no schema: it is ours.
    Schema(std::string_view bytes, const std::string& name);

    /// Everything wrong with an element and what is in it.
    [[nodiscard]] SchemaFaults faults(Node element) const;

  private:
    struct Parts;
    std::shared_ptr<const Parts> parts_;
};

}  // namespace relief::xml
