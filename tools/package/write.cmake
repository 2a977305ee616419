# SPDX-License-Identifier: Apache-2.0
# cmake -DPROGRAM=… -DFOLDER=… -P write.cmake: the files the program writes about itself.
function(write_answer FILE)
  execute_process(COMMAND ${PROGRAM} help ${ARGN} OUTPUT_FILE ${FILE} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(MAKE_DIRECTORY ${FOLDER}/zh)
write_answer(${FOLDER}/relief.bash --completion bash)
write_answer(${FOLDER}/relief.1 --man --lang en)
write_answer(${FOLDER}/zh/relief.1 --man --lang zh)
foreach(PAGE ${FOLDER}/relief.1 ${FOLDER}/zh/relief.1)
  execute_process(COMMAND gzip -9nf ${PAGE} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
