; Inno Setup 6: iscc /DVersion=0.1.0 resources\installer\windows\in-camera.iss
; Run `pyinstaller packaging.spec` first. Installs for all accounts below Program Files, where only
; administrators write: a program that guards keys must not lie where others can change it.

#ifndef Version
  #error Say which version: /DVersion=...
#endif

[Setup]
AppId={{6B0D2A0E-5C1B-4E43-9B57-1B6B5A6A2C11}
AppName=In Camera
AppVersion={#Version}
AppPublisher=In Camera
DefaultDirName={autopf}\In Camera
DisableProgramGroupPage=yes
DisableDirPage=yes
PrivilegesRequired=admin
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.19041
LicenseFile=..\..\..\LICENSE
OutputDir=..\..\..\dist
OutputBaseFilename=in-camera-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
ChangesEnvironment=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"

[Files]
; Side by side, since the app looks for the workers in the folders beside its own.
Source: "..\..\..\dist\in-camera\*"; DestDir: "{app}\in-camera"; Flags: recursesubdirs ignoreversion
Source: "..\..\..\dist\incamera-reading-worker\*"; DestDir: "{app}\incamera-reading-worker"; Flags: recursesubdirs ignoreversion
Source: "..\..\..\dist\incamera-vision-worker\*"; DestDir: "{app}\incamera-vision-worker"; Flags: recursesubdirs ignoreversion
Source: "..\..\..\LICENSE"; DestDir: "{app}"
Source: "..\..\docs\third-party.md"; DestDir: "{app}"

[Icons]
Name: "{autoprograms}\In Camera"; Filename: "{app}\in-camera\in-camera.exe"

[Registry]
; `incamera` on the path of all accounts.
Root: HKLM; Subkey: "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}\in-camera"; Check: IsNotOnPath

[Run]
; The walls of Windows around the programs: the firewall lets none of them out.
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall add rule name=""In Camera window"" dir=out action=block program=""{app}\in-camera\in-camera.exe"""; Flags: runhidden
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall add rule name=""In Camera command line"" dir=out action=block program=""{app}\in-camera\incamera.exe"""; Flags: runhidden
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall add rule name=""In Camera reading worker"" dir=out action=block program=""{app}\incamera-reading-worker\incamera-reading-worker.exe"""; Flags: runhidden
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall add rule name=""In Camera vision worker"" dir=out action=block program=""{app}\incamera-vision-worker\incamera-vision-worker.exe"""; Flags: runhidden
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall add rule name=""In Camera keyring helper"" dir=out action=block program=""{app}\in-camera\incamera-keyring-helper.exe"""; Flags: runhidden

[UninstallRun]
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall delete rule name=""In Camera window"""; Flags: runhidden; RunOnceId: "rule0"
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall delete rule name=""In Camera command line"""; Flags: runhidden; RunOnceId: "rule1"
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall delete rule name=""In Camera reading worker"""; Flags: runhidden; RunOnceId: "rule2"
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall delete rule name=""In Camera vision worker"""; Flags: runhidden; RunOnceId: "rule3"
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall delete rule name=""In Camera keyring helper"""; Flags: runhidden; RunOnceId: "rule4"

[Code]
function IsNotOnPath: Boolean;
var
  Present: String;
begin
  Result := not RegQueryStringValue(HKEY_LOCAL_MACHINE,
    'SYSTEM\CurrentControlSet\Control\Session Manager\Environment', 'Path', Present)
    or (Pos(';' + Uppercase(ExpandConstant('{app}\in-camera')) + ';',
      ';' + Uppercase(Present) + ';') = 0);
end;
