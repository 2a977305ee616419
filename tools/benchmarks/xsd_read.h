// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace relief::bench {

/// A baseline: libxml2 as its own users use it to let valid documents in.
class XsdRead {
  public:
    explicit XsdRead(const std::string& schema);

    /// Makes a tree, holds it against the schema, throws the tree away.
    [[nodiscard]] bool valid(std::string_view document) const;

  private:
    struct Parts;
    std::shared_ptr<Parts> parts_;
};

}  // namespace relief::bench
