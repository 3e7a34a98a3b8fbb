package speech

import "encoding/base64"

// The program of PowerShell for SAPI. It is the same for every text: the text
// comes on standard input, as one line of base64, so that no code page touches
// it. 16 is SVSFIsNotXML: nothing in it is a command. Languages are those of
// Windows: 804 is zh-CN, 409 en-US.
const (
	sapiBegin = `$ErrorActionPreference='Stop';$l=[Console]::In.ReadLine();if(!$l){$l=@($input)[0]};` +
		`$t=[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($l));` +
		`$v=New-Object -ComObject SAPI.SpVoice;$o=$v.GetVoices('Language=`
	sapiEnd = `');if($o.Count -gt 0){$v.Voice=$o.Item(0)};[void]$v.Speak($t,16)`
)

// sapiArgs are the arguments of PowerShell.
func sapiArgs(lang string) []string {
	code := "409"
	if lang == "zh" {
		code = "804"
	}
	return []string{"-NoLogo", "-NoProfile", "-NonInteractive", "-Command", sapiBegin + code + sapiEnd}
}

// sapiInput is text as the program reads it.
func sapiInput(text string) string {
	return base64.StdEncoding.EncodeToString([]byte(text)) + "\n"
}
