# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where, and the Debian package, which the target `deb` makes.
include(GNUInstallDirs)
# Neither needs the tests built; relief-package-files is all they take.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

# The manual pages and the completion are written by the program itself, from its commands.
set(MADE ${CMAKE_BINARY_DIR}/package)
add_custom_command(
  OUTPUT ${MADE}/relief.1.gz ${MADE}/zh/relief.1.gz ${MADE}/relief.bash
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:relief> -DFOLDER=${MADE}
          -P ${CMAKE_CURRENT_LIST_DIR}/write.cmake
  DEPENDS relief ${CMAKE_CURRENT_LIST_DIR}/write.cmake VERBATIM)
add_custom_target(relief-package-files ALL
                  DEPENDS ${MADE}/relief.1.gz ${MADE}/zh/relief.1.gz ${MADE}/relief.bash)

if(TARGET console)
  add_dependencies(relief-package-files console)
  install(DIRECTORY ${CMAKE_BINARY_DIR}/console/ DESTINATION ${CMAKE_INSTALL_DATADIR}/relief/console)
endif()
install(TARGETS relief RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# The program looks for its parts in ../lib/relief, whatever the machine's kind.
install(TARGETS relief-maps relief-pdf relief-web relief-ask LIBRARY DESTINATION lib/relief)
install(DIRECTORY data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/relief)
install(FILES README.md README.zh.md CHANGELOG.md docs/operations.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(FILES ${MADE}/relief.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${MADE}/zh/relief.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/zh_CN/man1)
install(FILES ${MADE}/relief.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
        RENAME relief)
foreach(UNIT relief.service relief-backup.service relief-backup.timer)
  install(FILES ${CMAKE_CURRENT_LIST_DIR}/${UNIT} DESTINATION lib/systemd/system)
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME relief)
set(CPACK_PACKAGE_VENDOR "Relief")
set(CPACK_PACKAGE_CONTACT "The Relief authors <relief@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "duty desk of a disaster-reduction committee")
set(CPACK_PACKAGE_DESCRIPTION
    "Who needs what, which depot sends it, by which road, signed by whom: reports of losses,\n response levels, stock, allotment orders, warnings, and the books of them all.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALLED_DIRECTORIES ${CMAKE_CURRENT_LIST_DIR}/etc /etc/relief)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What no library asks for: the user's maker, setpriv, the type of the printed forms, the tables
# of projections and of map formats.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, util-linux, fonts-noto-cjk, proj-data, gdal-data")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "bash-completion, man-db, systemd")
set(CONTROL ${CMAKE_CURRENT_LIST_DIR}/control)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CONTROL}/conffiles ${CONTROL}/postinst ${CONTROL}/prerm ${CONTROL}/postrm)
include(CPack)

add_custom_target(deb COMMAND ${CMAKE_CPACK_COMMAND} -G DEB WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
                  DEPENDS relief-package-files VERBATIM)
