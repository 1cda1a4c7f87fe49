package platform

import (
	"slices"
	"testing"

	"golang.org/x/sys/windows/registry"
)

func TestOneDriveFoldersOfTheRegistry(t *testing.T) {
	const path = `Software\Twofold test\OneDrive\Accounts`
	t.Cleanup(func() {
		for _, p := range []string{`\Personal`, `\Business1`, `\Empty`, ``} {
			_ = registry.DeleteKey(registry.CURRENT_USER, path+p)
		}
		_ = registry.DeleteKey(registry.CURRENT_USER, `Software\Twofold test\OneDrive`)
		_ = registry.DeleteKey(registry.CURRENT_USER, `Software\Twofold test`)
	})
	if got := oneDriveFolders(registry.CURRENT_USER, path); got != nil {
		t.Errorf("without OneDrive: %q", got)
	}
	for name, folder := range map[string]string{
		"Personal": `C:\Users\hanako\OneDrive`, "Business1": `C:\Users\hanako\OneDrive - Contoso`, "Empty": "",
	} {
		k, _, err := registry.CreateKey(registry.CURRENT_USER, path+`\`+name, registry.SET_VALUE)
		if err != nil {
			t.Fatal(err)
		}
		if folder != "" {
			if err := k.SetStringValue("UserFolder", folder); err != nil {
				t.Fatal(err)
			}
		}
		_ = k.Close()
	}
	got := oneDriveFolders(registry.CURRENT_USER, path)
	slices.Sort(got)
	if want := []string{`C:\Users\hanako\OneDrive`, `C:\Users\hanako\OneDrive - Contoso`}; !slices.Equal(got, want) {
		t.Errorf("folders %q, want %q", got, want)
	}
}

func TestDrivesHaveTheSystems(t *testing.T) {
	if got := Drives(); !slices.Contains(got, `C:\`) {
		t.Errorf("drives %q", got)
	}
}
