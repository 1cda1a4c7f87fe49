# wine.sh: to be sourced. A Windows of the stage's own under Wine, and in
# ready_wine what Wine before 9 lacks: the one function of bcryptprimitives.dll
# that Go asks for. Windows has it; the stand-in is for the tests only.
export WINEPREFIX=$WORK/wine WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" WINEARCH=win64

cat >"$WORK/shim.c" <<'END'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
END
x86_64-w64-mingw32-gcc -shared -o "$WORK/shim.dll" "$WORK/shim.c" -ladvapi32

ready_wine() {
	wineboot -i >/dev/null 2>&1
	local system=$WINEPREFIX/drive_c/windows/system32
	[ -e "$system/bcryptprimitives.dll" ] || cp "$WORK/shim.dll" "$system/bcryptprimitives.dll"
}
export -f ready_wine
