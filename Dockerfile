# A static binary on an image without a shell. It writes to /data and nowhere
# else, so run it with a read-only root: deploy/ shows how.
#
# An image of a release has the binaries that 'make release' made, and builds none:
#   docker buildx build --platform linux/amd64,linux/arm64 --build-context build=dist/image --tag NAME .

FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETARCH
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# timetzdata puts the time zones into the binary: the image has none to rely on.
# grpcnotrace leaves pages for debugging out, which nothing serves, and 5 MB with them.
RUN GOARCH=$TARGETARCH CGO_ENABLED=0 go build -trimpath -tags timetzdata,grpcnotrace -ldflags "-s -w" -o /out/$TARGETARCH/engawa ./cmd/engawa
# A new volume takes over the owner of the folder that it covers.
RUN mkdir /out/data

FROM gcr.io/distroless/static-debian12:nonroot
ARG TARGETARCH
COPY --from=build /out/$TARGETARCH/engawa /usr/local/bin/engawa
COPY --from=build --chown=65532:65532 /out/data /data
ENV ENGAWA_STORE=/data/engawa.db \
    ENGAWA_HTTP=0.0.0.0:8420
VOLUME /data
EXPOSE 8420
USER nonroot:nonroot
ENTRYPOINT ["/usr/local/bin/engawa"]
