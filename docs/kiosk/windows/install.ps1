<#
.SYNOPSIS
  Installs a kiosk on Windows 10 or 11 (Enterprise, Education, IoT Enterprise).
.DESCRIPTION
  Run it as an administrator. What only the account SYSTEM may do, it does in a task of
  its own, which it removes. Then start the machine again: Windows logs in the account
  "Kiosk", and the kiosk is its shell. -Remove takes the shell away again; the rest stays.
.EXAMPLE
  .\install.ps1 -Program C:\build\truename.exe
#>
[CmdletBinding(DefaultParameterSetName = 'Install')]
param(
  [Parameter(Mandatory, ParameterSetName = 'Install')][string]$Program,
  [Parameter(Mandatory, ParameterSetName = 'Remove')][switch]$Remove
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$me = [Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent()
if (-not $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
  throw 'This has to be run as an administrator.'
}

# The bridge to the settings of device management answers SYSTEM alone.
function Set-ShellLauncher([string]$Xml) {
  $folder = Join-Path $env:SystemRoot 'Temp\truename-kiosk'
  $null = New-Item -ItemType Directory -Force $folder
  $null = icacls $folder /inheritance:r /grant '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F'
  Set-Content -Path "$folder\shell.xml" -Value $Xml -Encoding UTF8
  Set-Content -Path "$folder\set.ps1" -Encoding UTF8 -Value @"
try {
  `$xml = Get-Content -Raw -Encoding UTF8 '$folder\shell.xml'
  `$o = Get-CimInstance -Namespace root\cimv2\mdm\dmmap -ClassName MDM_AssignedAccess
  `$o.ShellLauncher = if (`$xml.Trim()) { [Net.WebUtility]::HtmlEncode(`$xml) } else { `$null }
  Set-CimInstance -CimInstance `$o -ErrorAction Stop
  'done' | Set-Content '$folder\result'
} catch { `$_ | Out-String | Set-Content '$folder\result' }
"@
  Remove-Item "$folder\result" -ErrorAction SilentlyContinue
  $action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument "-NoProfile -ExecutionPolicy Bypass -File `"$folder\set.ps1`""
  $null = Register-ScheduledTask -TaskName 'Truename kiosk' -Action $action -User 'SYSTEM' -RunLevel Highest -Force
  try {
    Start-ScheduledTask -TaskName 'Truename kiosk'
    for ($i = 0; $i -lt 120 -and -not (Test-Path "$folder\result"); $i++) { Start-Sleep -Milliseconds 500 }
    $result = if (Test-Path "$folder\result") { (Get-Content -Raw "$folder\result").Trim() } else { 'no answer within a minute' }
    if ($result -ne 'done') { throw "Shell Launcher was not set: $result" }
  } finally {
    Unregister-ScheduledTask -TaskName 'Truename kiosk' -Confirm:$false
    Remove-Item -Recurse -Force $folder
  }
}

if ($Remove) {
  Set-ShellLauncher ''
  'Removed. Start the machine again.'
  return
}

function Set-Value([string]$Key, [string]$Name, $Value, [string]$Type = 'DWord') {
  if (-not (Test-Path $Key)) { $null = New-Item -Path $Key -Force }
  $null = New-ItemProperty -Path $Key -Name $Name -Value $Value -PropertyType $Type -Force
}

# The features; a restart is needed once, which comes anyhow.
foreach ($feature in 'Client-EmbeddedShellLauncher', 'Client-KeyboardFilter') {
  $null = Enable-WindowsOptionalFeature -Online -FeatureName $feature -All -NoRestart
}

# Program and configuration: people may read, administrators write. The data: the
# kiosk's account (a member of Users that is not known yet) and nobody else is a
# matter of the machine: no other person has an account on it.
$dir = Join-Path $env:ProgramFiles 'Truename'
$etc = Join-Path $env:ProgramData 'Truename'
$null = New-Item -ItemType Directory -Force $dir, $etc, "$etc\store"
Copy-Item -Force $Program "$dir\truename.exe"
if (-not (Test-Path "$etc\kiosk.toml")) {
  $text = Get-Content -Raw -Encoding UTF8 (Join-Path $PSScriptRoot '..\kiosk.toml')
  $text = $text.Replace('data = "/var/lib/truename/store"', "data = 'C:\ProgramData\Truename\store'")
  [IO.File]::WriteAllText("$etc\kiosk.toml", $text, (New-Object Text.UTF8Encoding $false))
}
$null = icacls $etc /inheritance:r /grant '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-32-545:(OI)(CI)RX'
$null = icacls "$etc\store" /grant '*S-1-5-32-545:(OI)(CI)M'

# What the toolkit would guess from the monitor.
[Environment]::SetEnvironmentVariable('FYNE_DISABLE_DPI_DETECTION', '1', 'Machine')
[Environment]::SetEnvironmentVariable('GOTRACEBACK', 'none', 'Machine')

# No memory on the disk: dumps, reports, the swap file in clear, sleep.
Set-Value 'HKLM:\SYSTEM\CurrentControlSet\Control\CrashControl' 'CrashDumpEnabled' 0
Set-Value 'HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting' 'Disabled' 1
Set-Value 'HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting' 'DontShowUI' 1
$null = fsutil behavior set EncryptPagingFile 1
$null = powercfg /hibernate off
foreach ($what in 'monitor-timeout-ac', 'monitor-timeout-dc', 'standby-timeout-ac', 'standby-timeout-dc') {
  $null = powercfg /change $what 0
}
# The power button does nothing.
$null = powercfg /setacvalueindex SCHEME_CURRENT SUB_BUTTONS PBUTTONACTION 0
$null = powercfg /setdcvalueindex SCHEME_CURRENT SUB_BUTTONS PBUTTONACTION 0
$null = powercfg /setactive SCHEME_CURRENT

# Swipes from the edges, notifications, tips, the assistant, the lock screen, sounds of plugging in.
$policies = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows'
Set-Value "$policies\EdgeUI" 'AllowEdgeSwipe' 0
Set-Value "$policies\Explorer" 'DisableNotificationCenter' 1
Set-Value "$policies\CloudContent" 'DisableSoftLanding' 1
Set-Value "$policies\CloudContent" 'DisableWindowsConsumerFeatures' 1
Set-Value "$policies\Windows Search" 'AllowCortana' 0
Set-Value "$policies\Personalization" 'NoLockScreen' 1
Set-Value 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer' 'NoDriveTypeAutoRun' 255
Set-Value 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer' 'NoAutorun' 1
Set-Value 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System' 'DisableTaskMgr' 1
Set-Value 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System' 'HideFastUserSwitching' 1
# Sticks can be read, not written, and no program on them starts.
$sticks = "$policies\RemovableStorageDevices\{53f5630d-b6bf-11d0-94f2-00a0c91efb8b}"
Set-Value $sticks 'Deny_Write' 1
Set-Value $sticks 'Deny_Execute' 1
# Updates install at night, and the machine starts again then.
Set-Value "$policies\WindowsUpdate\AU" 'AUOptions' 4
Set-Value "$policies\WindowsUpdate\AU" 'ScheduledInstallTime' 3
Set-Value "$policies\WindowsUpdate" 'SetActiveHours' 1
Set-Value "$policies\WindowsUpdate" 'ActiveHoursStart' 6
Set-Value "$policies\WindowsUpdate" 'ActiveHoursEnd' 22

# The keys of helpers, in the profile that new accounts start from: five times Shift and
# the like start nothing.
$null = reg load 'HKU\TruenameDefault' "$env:SystemDrive\Users\Default\NTUSER.DAT"
try {
  foreach ($pair in @(@('StickyKeys', '506'), @('ToggleKeys', '58'), @('Keyboard Response', '122'), @('HighContrast', '4194'), @('MouseKeys', '58'))) {
    $null = reg add "HKU\TruenameDefault\Control Panel\Accessibility\$($pair[0])" /v Flags /t REG_SZ /d $pair[1] /f
  }
} finally {
  [GC]::Collect()
  $null = reg unload 'HKU\TruenameDefault'
}

# Nothing comes in.
Set-NetFirewallProfile -All -Enabled True -DefaultInboundAction Block -AllowInboundRules False

# The keyboard filter can be told only after its feature is there: run this again after
# the first restart.
$filter = Get-CimInstance -Namespace root\standardcimv2\embedded -ClassName WEKF_PredefinedKey -ErrorAction SilentlyContinue
if ($filter) {
  # All of them but the one that leads to another account; administrators are not filtered.
  Set-Service -Name MsKeyboardFilter -StartupType Automatic
  foreach ($key in $filter | Where-Object { $_.Id -notlike 'Ctrl+Alt+Del*' }) {
    $key.Enabled = $true
    $key | Set-CimInstance
  }
  $admins = Get-CimInstance -Namespace root\standardcimv2\embedded -ClassName WEKF_Settings |
    Where-Object { $_.Name -eq 'DisableKeyboardFilterForAdministrators' }
  if ($admins) {
    $admins.Value = 'true'
    $admins | Set-CimInstance
  }
} else {
  Write-Warning 'The keyboard filter is not there yet: start the machine again and run this once more.'
}

Set-ShellLauncher (Get-Content -Raw -Encoding UTF8 (Join-Path $PSScriptRoot 'ShellLauncher.xml'))

@'
Installed. What is left:
  1. C:\ProgramData\Truename\kiosk.toml; BitLocker; a password for the firmware
  2. truename kiosk pin, truename kiosk check
  3. start again, and go through the list of what to try by hand (docs/kiosk.md)
'@
