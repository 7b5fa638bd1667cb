package io.switchman.events.kube.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One request on a connection of its own, and the answer to it. Just enough HTTP/1.1. */
final class HttpExchange {
    private static final String END = "\r\n";

    private final Socket socket;
    final String method;
    final String path;
    final Map<String, String> query = new HashMap<>();
    final String body;
    final String contentType;

    HttpExchange(Socket socket) throws IOException {
        this.socket = socket;
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String request = in.readLine();
        if (request == null) {
            throw new IOException("no request");
        }
        int length = 0;
        String type = "";
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            } else if (line.regionMatches(true, 0, "content-type:", 0, 13)) {
                type = line.substring(13).strip();
            }
        }
        char[] content = new char[length];
        for (int got = 0; got < length; ) {
            got += Math.max(1, in.read(content, got, length - got));
        }
        this.body = new String(content);
        this.contentType = type;
        String target = request.substring(request.indexOf(' ') + 1, request.lastIndexOf(' '));
        this.method = request.substring(0, request.indexOf(' '));
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        for (String pair : mark < 0 ? new String[0] : target.substring(mark + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
    }

    String query(String name) {
        return query.getOrDefault(name, "");
    }

    void answer(int code, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        write("HTTP/1.1 " + code + " X\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + (code == 429 ? "Retry-After: 3\r\n" : "")
                + "Content-Length: " + bytes.length + "\r\n\r\n");
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void status(int code, String reason) throws IOException {
        answer(code, "{\"kind\":\"Status\",\"code\":" + code + ",\"reason\":\"" + reason + "\"}");
    }

    void beginChunks() throws IOException {
        write(String.join(END, "HTTP/1.1 200 OK", "Connection: close", "Transfer-Encoding: chunked", END));
    }

    void chunk(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        OutputStream out = socket.getOutputStream();
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    void endChunks() throws IOException {
        write("0\r\n\r\n");
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
