// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace relief::kit {

/// What a server answered over a socket of its own.
struct Told {
    int status = 0;
    std::string head;  ///< status line and fields
    std::string body;

    [[nodiscard]] nlohmann::json json() const {
        return nlohmann::json::parse(body, nullptr, false);
    }
    [[nodiscard]] std::string code() const {
        const nlohmann::json document = json();
        return document.is_object() ? document.value("code", "") : "";
    }
};

/// Asks `relief serve` on loopback, a connection for each question, with nothing between a test and
/// the bytes it sends.
class PlainClient {
  public:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    explicit PlainClient(int port, Fields always = {}) : port_(port), always_(std::move(always)) {}

    [[nodiscard]] Told get(const std::string& target, const Fields& fields = {}) const;
    /// A JSON body under a key of its own.
    [[nodiscard]] Told post(const std::string& target, const nlohmann::json& body,
                            const Fields& fields = {}) const;
    [[nodiscard]] Told send(const std::string& method, const std::string& target,
                            const Fields& fields, const std::string& body) const;
    /// Sends bytes as they are and reads to the end of the connection.
    [[nodiscard]] Told raw(const std::string& bytes) const;
    /// The id of an upload.
    [[nodiscard]] std::string upload(const std::string& name, const std::string& bytes) const;
    /// Begins a job and waits for its answer.
    [[nodiscard]] Told job(const std::string& target, const nlohmann::json& body) const;
    [[nodiscard]] int port() const { return port_; }

  private:
    int port_;
    Fields always_;
};

/// The value of a field of a head; "" where it has none.
[[nodiscard]] std::string field_of(const std::string& head, const std::string& name);

}  // namespace relief::kit
