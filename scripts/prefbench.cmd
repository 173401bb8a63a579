@echo off
rem Runs PrefBench from any folder on Windows, after building it if a source is newer than the last build.
rem
rem   scripts\prefbench COMMAND ... [--plugins DIR]...
rem
rem --plugins DIR        adds the jars in DIR to the class path; before the command, behind it, or among its options
rem JAVA_HOME            the JDK to use (17 or newer); otherwise the java on the PATH
rem PREFBENCH_JAVA_OPTS  further options for the virtual machine, for example -Xmx8g
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "PB_HOME=%%~fI"

rem Java parts its class path at semicolons and knows no way to write one that is part of a name.
if not "%PB_HOME%"=="%PB_HOME:;=%" (
  >&2 echo prefbench: '%PB_HOME%' has a semicolon in it, at which Java parts its class path; move or rename the folder of PrefBench
  exit /b 3
)

rem ---- plug-ins; cmd takes signs such as = for blanks here, so the program is given all words as they were typed

set "PB_PLUGINS="
:word
if "%~1"=="" if [%1]==[] goto words_end
if /i not "%~1"=="--plugins" goto next_word
call :plugins "%~2"
if errorlevel 1 exit /b 2
:next_word
shift
goto word
:words_end

rem ---- Java

if defined JAVA_HOME (
  set "PB_JAVA=%JAVA_HOME%\bin\java.exe"
  if not exist "%JAVA_HOME%\bin\java.exe" (
    >&2 echo prefbench: JAVA_HOME is '%JAVA_HOME%', but there is no bin\java.exe in it; PrefBench needs a JDK 17 or newer
    exit /b 1
  )
) else (
  set "PB_JAVA="
  for %%J in (java.exe) do set "PB_JAVA=%%~$PATH:J"
)
if not defined PB_JAVA (
  >&2 echo prefbench: no java on the PATH and JAVA_HOME is not set; PrefBench needs a JDK 17 or newer
  exit /b 1
)
rem The file "release" tells version and modules without starting a virtual machine.
for %%J in ("%PB_JAVA%") do set "PB_RELEASE=%%~dpJ..\release"
set "PB_MAJOR="
set "PB_MODULES="
if exist "%PB_RELEASE%" (
  for /f "usebackq tokens=2 delims==." %%V in (`findstr /b /c:"JAVA_VERSION=" "%PB_RELEASE%"`) do set "PB_MAJOR=%%~V"
  findstr /c:"jdk.incubator.vector" "%PB_RELEASE%" >nul && set "PB_MODULES=--add-modules=jdk.incubator.vector"
)
if defined PB_MAJOR set PB_MAJOR=%PB_MAJOR:"=%
if defined PB_MAJOR if %PB_MAJOR% LSS 17 (
  >&2 echo prefbench: '%PB_JAVA%' is version %PB_MAJOR%; PrefBench needs a JDK 17 or newer, set JAVA_HOME
  exit /b 1
)
if defined PB_MAJOR if %PB_MAJOR% GEQ 24 set "PB_MODULES=%PB_MODULES% --sun-misc-unsafe-memory-access=allow"

rem ---- build, when needed

rem The stamp is as old as the start of the last successful build; "current" names the folder of its jars.
set "PB_TARGET=%PB_HOME%\target\launcher-windows"
set "PB_STAMP=%PB_TARGET%\stamp"
call :needs_build
if not defined PB_BUILD goto run
if not exist "%PB_TARGET%" mkdir "%PB_TARGET%" 2>nul
if not exist "%PB_TARGET%" (
  >&2 echo prefbench: '%PB_HOME%' is not built, and nothing can be written there; build it as somebody who may write, or in a copy
  exit /b 3
)
set "PB_FAILED="
call :build
if defined PB_FAILED exit /b 1

rem ---- run

:run
set /p PB_JARS=<"%PB_TARGET%\current"
rem The training engine reports usage unless told not to, and has one code path for every processor with AVX2.
set OPT_OUT_TRACKING=true
set ATEN_CPU_CAPABILITY=avx2
set MKL_CBWR=COMPATIBLE
"%PB_JAVA%" %PB_MODULES% ^
  "-Dprefbench.home=%PB_HOME%" ^
  -Dai.djl.offline=true ^
  -Dai.djl.pytorch.num_threads=1 ^
  -Dai.djl.pytorch.num_interop_threads=1 ^
  -Dorg.slf4j.simpleLogger.defaultLogLevel=error ^
  -Djava.awt.headless=true ^
  --enable-native-access=ALL-UNNAMED ^
  -Dfile.encoding=UTF-8 ^
  -XX:+UseSerialGC ^
  -XX:MaxRAMPercentage=50 ^
  %PREFBENCH_JAVA_OPTS% ^
  "-Dprefbench.plugins=%PB_PLUGINS%" ^
  -cp "%PB_TARGET%\%PB_JARS%\*;%PB_HOME%\experiments\target\lib\*;%PB_PLUGINS%" ^
  org.prefbench.cli.Main %*
exit /b %ERRORLEVEL%

rem Adds the jars of a folder.
:plugins
if not exist "%~1\" (
  >&2 echo prefbench: --plugins: no such folder: '%~1'
  exit /b 1
)
set "PB_FOUND="
for /f "delims=" %%F in ('dir /b /on "%~f1\*.jar" 2^>nul') do call :jar "%~f1\%%F"
if defined PB_FOUND exit /b 0
>&2 echo prefbench: --plugins: no .jar file in '%~f1'
exit /b 1

:jar
set "PB_FOUND=%~1"
if defined PB_PLUGINS (set "PB_PLUGINS=%PB_PLUGINS%;%~1") else set "PB_PLUGINS=%~1"
exit /b 0

rem Sets PB_BUILD if there is no build, or a source that is newer; a time in the future, of another clock, counts for nothing.
:needs_build
set "PB_BUILD=yes"
if not exist "%PB_STAMP%" exit /b 0
if not exist "%PB_HOME%\experiments\target\lib\" exit /b 0
powershell -NoProfile -Command "$built = (Get-Item $env:PB_STAMP).LastWriteTime; $sources = @('pom.xml') + @('envs', 'algorithms', 'experiments' | ForEach-Object { \"$_\pom.xml\", \"$_\src\main\" }); if ($sources | ForEach-Object { Get-ChildItem -Recurse (Join-Path $env:PB_HOME $_) } | Where-Object { $_.LastWriteTime -gt $built -and $_.LastWriteTime -lt (Get-Date) } | Select-Object -First 1) { exit 10 }" 2>nul
if not errorlevel 10 set "PB_BUILD="
exit /b 0

rem Builds into a folder of its own, so that a program that is running keeps the code that it began with.
:build
>&2 echo prefbench: building, which may download libraries (about 200 MB) the first time ...
set "PB_NAME=%RANDOM%%RANDOM%%RANDOM%"
type nul >"%PB_TARGET%\started"
pushd "%PB_HOME%"
call mvnw.cmd -B -q -ntp -Dmaven.test.skip=true -Dcyclonedx.skip package >"%PB_TARGET%\build.log" 2>&1
if errorlevel 1 (
  popd
  >&2 type "%PB_TARGET%\build.log"
  >&2 echo prefbench: the build failed
  set "PB_FAILED=yes"
  exit /b 1
)
popd
mkdir "%PB_TARGET%\%PB_NAME%"
for %%M in (envs algorithms experiments) do copy /y "%PB_HOME%\%%M\target\prefbench-*-SNAPSHOT.jar" "%PB_TARGET%\%PB_NAME%" >nul
>"%PB_TARGET%\current" echo %PB_NAME%
move /y "%PB_TARGET%\started" "%PB_STAMP%" >nul
exit /b 0
