module truename/model/ocr/nn/oracle

go 1.26.0

require (
	github.com/yalue/onnxruntime_go v1.25.0
	truename v0.0.0
)

require (
	golang.org/x/image v0.47.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace truename => ../../../..
