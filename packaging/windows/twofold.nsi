; The installer, for one user and without administrator rights. Given by the
; caller: VERSION, NUMERIC, STAGE (what is installed), OUT, ROOT, and SIGN, a
; command for the uninstaller, or nothing.
;
; The vault in %LOCALAPPDATA%\twofold is never touched, neither by an upgrade
; nor by the uninstaller.

Unicode true
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh

Name "Twofold"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Twofold"
InstallDirRegKey HKCU "Software\Twofold" "InstallDir"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true
BrandingText "Twofold ${VERSION}"
VIProductVersion "${NUMERIC}"
VIAddVersionKey "ProductName" "Twofold"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Twofold Setup"
VIAddVersionKey "CompanyName" "Twofold developers"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ROOT}/packaging/icons/twofold.ico"
!define MUI_UNICON "${ROOT}/packaging/icons/twofold.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\twofold.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Japanese"

LangString LinkName ${LANG_ENGLISH} "Link to set up two-factor codes"
LangString LinkName ${LANG_JAPANESE} "2 段階認証の設定リンク"
LangString BackupName ${LANG_ENGLISH} "Twofold backup"
LangString BackupName ${LANG_JAPANESE} "Twofold のバックアップ"
LangString About ${LANG_ENGLISH} "Two-factor codes on your desktop"
LangString About ${LANG_JAPANESE} "パソコンで使う 2 段階認証コード"

!if "${SIGN}" != ""
	!uninstfinalize '${SIGN} "%1"'
!endif

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Twofold"
!define CLASSES "Software\Classes"

; A scheme becomes ours only if no other program has it; whoever wants to
; change that chooses Twofold among the default apps, where it is listed.
!macro Scheme NAME
	WriteRegStr HKCU "Software\Twofold\Capabilities\URLAssociations" "${NAME}" "Twofold.Link"
	ReadRegStr $0 HKCR "${NAME}\shell\open\command" ""
	StrCmp $0 "" 0 +4
		WriteRegStr HKCU "${CLASSES}\${NAME}" "" "URL:${NAME}"
		WriteRegStr HKCU "${CLASSES}\${NAME}" "URL Protocol" ""
		WriteRegStr HKCU "${CLASSES}\${NAME}\shell\open\command" "" '"$INSTDIR\twofold.exe" "%1"'
!macroend

!macro NoScheme NAME
	ReadRegStr $0 HKCU "${CLASSES}\${NAME}\shell\open\command" ""
	StrCmp $0 '"$INSTDIR\twofold.exe" "%1"' 0 +2
		DeleteRegKey HKCU "${CLASSES}\${NAME}"
!macroend

Section
	SetOutPath "$INSTDIR"
	; A program that runs cannot be replaced, but it can be renamed. It goes on
	; as it is; the next start is the new one.
	Delete "$INSTDIR\twofold.old.exe"
	Rename "$INSTDIR\twofold.exe" "$INSTDIR\twofold.old.exe"
	ClearErrors
	File "${STAGE}/twofold.exe"
	File "${STAGE}/LICENSE.txt"
	File "${STAGE}/LICENCES.txt"
	Delete /REBOOTOK "$INSTDIR\twofold.old.exe"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	CreateShortcut "$SMPROGRAMS\Twofold.lnk" "$INSTDIR\twofold.exe" "" "" 0 SW_SHOWNORMAL "" "$(About)"

	WriteRegStr HKCU "Software\Twofold" "InstallDir" "$INSTDIR"
	WriteRegStr HKCU "${CLASSES}\Twofold.Link" "" "$(LinkName)"
	WriteRegStr HKCU "${CLASSES}\Twofold.Link" "URL Protocol" ""
	WriteRegStr HKCU "${CLASSES}\Twofold.Link\shell\open\command" "" '"$INSTDIR\twofold.exe" "%1"'
	WriteRegStr HKCU "${CLASSES}\Twofold.Backup" "" "$(BackupName)"
	WriteRegStr HKCU "${CLASSES}\Twofold.Backup\DefaultIcon" "" '"$INSTDIR\twofold.exe",0'
	WriteRegStr HKCU "${CLASSES}\Twofold.Backup\shell\open\command" "" '"$INSTDIR\twofold.exe" "%1"'
	WriteRegStr HKCU "${CLASSES}\.twofold" "" "Twofold.Backup"
	; Offered for age files, not imposed: most of them are not ours.
	WriteRegNone HKCU "${CLASSES}\.age\OpenWithProgids" "Twofold.Backup"
	WriteRegStr HKCU "Software\Twofold\Capabilities" "ApplicationName" "Twofold"
	WriteRegStr HKCU "Software\Twofold\Capabilities" "ApplicationDescription" "$(About)"
	WriteRegStr HKCU "Software\Twofold\Capabilities\FileAssociations" ".age" "Twofold.Backup"
	WriteRegStr HKCU "Software\Twofold\Capabilities\FileAssociations" ".twofold" "Twofold.Backup"
	WriteRegStr HKCU "Software\RegisteredApplications" "Twofold" "Software\Twofold\Capabilities"
	!insertmacro Scheme otpauth
	!insertmacro Scheme otpauth-migration

	WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Twofold"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
	WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Twofold developers"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" '"$INSTDIR\twofold.exe"'
	WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
	WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
	WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
	WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
	${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
	WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section Uninstall
	; By name only, and the directory only if that leaves it empty.
	Delete /REBOOTOK "$INSTDIR\twofold.exe"
	Delete /REBOOTOK "$INSTDIR\twofold.old.exe"
	Delete "$INSTDIR\LICENSE.txt"
	Delete "$INSTDIR\LICENCES.txt"
	Delete "$INSTDIR\uninstall.exe"
	RMDir "$INSTDIR"
	Delete "$SMPROGRAMS\Twofold.lnk"
	!insertmacro NoScheme otpauth
	!insertmacro NoScheme otpauth-migration
	DeleteRegKey HKCU "${CLASSES}\Twofold.Link"
	DeleteRegKey HKCU "${CLASSES}\Twofold.Backup"
	DeleteRegKey HKCU "${CLASSES}\.twofold"
	DeleteRegValue HKCU "${CLASSES}\.age\OpenWithProgids" "Twofold.Backup"
	DeleteRegValue HKCU "Software\RegisteredApplications" "Twofold"
	DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "Twofold"
	DeleteRegKey HKCU "Software\Twofold"
	DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
