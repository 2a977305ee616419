# SPDX-License-Identifier: Apache-2.0
# One step of the web console's build, run by console.cmake: STEP=packages fetches what
# package-lock.json names into WORK/node_modules, STEP=bundle makes FOLDER of SOURCE. Quiet where it
# goes well.

# step(WHAT command…): runs it in WORK; its words are shown where it fails.
function(step WHAT)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${WORK} RESULT_VARIABLE STATUS
                  OUTPUT_VARIABLE WORDS ERROR_VARIABLE WORDS)
  if(NOT STATUS EQUAL 0)
    message(FATAL_ERROR "${WHAT} failed (-DRELIEF_CONSOLE=OFF builds without the web console):\n${WORDS}")
  endif()
endfunction()

set(BESIDE index.html vite.config.ts handbook.ts tsconfig.json)
if(STEP STREQUAL "packages")
  file(MAKE_DIRECTORY ${WORK})
  file(COPY ${SOURCE}/package.json ${SOURCE}/package-lock.json DESTINATION ${WORK})
  step("npm ci" ${NPM} ci --ignore-scripts --prefer-offline --no-audit --no-fund
       --no-update-notifier --loglevel=error)
  file(TOUCH ${WORK}/packages.stamp)
else()
  # What is gone from the source must not live on in the copy.
  file(REMOVE_RECURSE ${WORK}/src ${WORK}/public ${WORK}/bundle ${WORK}/browser)
  foreach(NAME src public ${BESIDE})
    if(EXISTS ${SOURCE}/${NAME})
      file(COPY ${SOURCE}/${NAME} DESTINATION ${WORK})
    endif()
  endforeach()
  # The browser's tests find their packages beside these.
  if(EXISTS ${TESTS})
    file(COPY ${TESTS}/ DESTINATION ${WORK}/browser)
  endif()
  set(ENV{RELIEF_DOCS} ${DOCS})
  step("vite build" ${NODE} node_modules/vite/bin/vite.js build --outDir ${WORK}/bundle
       --emptyOutDir --logLevel warn)
  # The server sends a packed file where the browser takes one; it packs nothing itself.
  file(GLOB_RECURSE FILES ${WORK}/bundle/*.js ${WORK}/bundle/*.css ${WORK}/bundle/*.html
       ${WORK}/bundle/*.svg ${WORK}/bundle/*.json)
  foreach(FILE ${FILES})
    file(SIZE ${FILE} SIZE)
    if(SIZE GREATER 1024)
      step("gzip" ${GZIP} -9nk ${FILE})
    endif()
  endforeach()
  # A server that starts now sees the old bundle or the new one, never half of one.
  file(REMOVE_RECURSE ${FOLDER})
  file(RENAME ${WORK}/bundle ${FOLDER})
  file(TOUCH ${WORK}/bundle.stamp)
endif()
