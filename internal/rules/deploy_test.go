package rules

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

func TestTheImageRunsAsNobodyAndWritesOnlyToData(t *testing.T) {
	_, last, _ := strings.Cut(read(t, "Dockerfile"), "\nFROM gcr.io/distroless/static")
	for _, want := range []string{
		"\nUSER nonroot:nonroot\n",
		"\nVOLUME /data\n",
		"ENGAWA_STORE=/data/engawa.db",
		"ENGAWA_HTTP=0.0.0.0:8420",
	} {
		if !strings.Contains(last, want) {
			t.Errorf("Dockerfile: the last stage has no %q", want)
		}
	}
	if want := "CGO_ENABLED=0 go build -trimpath -tags timetzdata,grpcnotrace"; !strings.Contains(read(t, "Dockerfile"), want) {
		t.Errorf("Dockerfile: no %q", want)
	}
}

func TestComposeLocksTheContainerDown(t *testing.T) {
	var file struct {
		Services map[string]struct {
			ReadOnly bool     `yaml:"read_only"`
			CapDrop  []string `yaml:"cap_drop"`
			Security []string `yaml:"security_opt"`
			Ports    []string
			Volumes  []string
		}
	}
	decode(t, "deploy/compose.yaml", read(t, "deploy/compose.yaml"), &file)
	got := file.Services["engawa"]
	if !got.ReadOnly {
		t.Error("the root is writable")
	}
	if len(got.CapDrop) != 1 || got.CapDrop[0] != "ALL" {
		t.Errorf("got cap_drop %q, want ALL", got.CapDrop)
	}
	if len(got.Security) != 1 || got.Security[0] != "no-new-privileges:true" {
		t.Errorf("got security_opt %q, want no-new-privileges:true", got.Security)
	}
	for _, v := range got.Volumes {
		if v != "data:/data" && !strings.HasSuffix(v, ":ro") {
			t.Errorf("got volumes %q, want none but /data that can be written", got.Volumes)
		}
	}
	for _, port := range got.Ports {
		if !strings.HasPrefix(port, "127.0.0.1:") {
			t.Errorf("port %q is open to the network", port)
		}
	}
}

func TestKubernetesRunsOneLockedDownReplica(t *testing.T) {
	documents := strings.Split(read(t, "deploy/kubernetes.yaml"), "\n---\n")
	if len(documents) != 2 {
		t.Fatalf("got %d documents, want a claim and a deployment", len(documents))
	}
	var claim struct{ Kind string }
	decode(t, "claim", documents[0], &claim)
	if claim.Kind != "PersistentVolumeClaim" {
		t.Errorf("got %s, want PersistentVolumeClaim", claim.Kind)
	}
	var d deployment
	decode(t, "deployment", documents[1], &d)
	if d.Kind != "Deployment" || d.Spec.Replicas != 1 || d.Spec.Strategy.Type != "Recreate" {
		t.Errorf("got %s of %d by %s, want one replica, recreated", d.Kind, d.Spec.Replicas, d.Spec.Strategy.Type)
	}
	pod := d.Spec.Template.Spec
	if !pod.Security.RunAsNonRoot || len(pod.Containers) != 1 {
		t.Fatalf("got non-root %v and %d containers, want true and 1", pod.Security.RunAsNonRoot, len(pod.Containers))
	}
	c := pod.Containers[0]
	if !c.Security.ReadOnly || c.Security.Escalation == nil || *c.Security.Escalation || c.Security.Capabilities.Drop[0] != "ALL" {
		t.Errorf("got %+v, want a read-only root, no escalation, no capabilities", c.Security)
	}
	if c.Liveness.Get.Path != "/healthz" || c.Readiness.Get.Path != "/readyz" {
		t.Errorf("got probes %q and %q, want /healthz and /readyz", c.Liveness.Get.Path, c.Readiness.Get.Path)
	}
	for _, env := range c.Env {
		if strings.HasSuffix(env.Name, "_TOKEN") && (env.Value != "" || env.From.Secret.Name == "") {
			t.Errorf("%s does not come from a secret", env.Name)
		}
	}
}

func decode(t *testing.T, name, text string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// deployment is what the test reads of the manifest.
type deployment struct {
	Kind string
	Spec struct {
		Replicas int
		Strategy struct{ Type string }
		Template struct{ Spec pod }
	}
}

type pod struct {
	Security struct {
		RunAsNonRoot bool `yaml:"runAsNonRoot"`
	} `yaml:"securityContext"`
	Containers []struct {
		Env []struct {
			Name, Value string
			From        struct {
				Secret struct{ Name, Key string } `yaml:"secretKeyRef"`
			} `yaml:"valueFrom"`
		}
		Liveness  probe `yaml:"livenessProbe"`
		Readiness probe `yaml:"readinessProbe"`
		Security  struct {
			ReadOnly     bool                    `yaml:"readOnlyRootFilesystem"`
			Escalation   *bool                   `yaml:"allowPrivilegeEscalation"`
			Capabilities struct{ Drop []string } `yaml:"capabilities"`
		} `yaml:"securityContext"`
	}
}

type probe struct {
	Get struct{ Path string } `yaml:"httpGet"`
}

func TestTheSystemdUnitRunsAsNobodyOnAReadOnlySystem(t *testing.T) {
	unit := "\n" + read(t, "deploy/engawa.service")
	for _, want := range []string{
		"DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes",
		"CapabilityBoundingSet=", "StateDirectory=engawa",
	} {
		if !strings.Contains(unit, "\n"+want+"\n") {
			t.Errorf("deploy/engawa.service has no %s", want)
		}
	}
}
