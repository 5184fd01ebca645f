"""The usual first server: one client after another, and its clients in threads."""
from socket import *
import threading

serverSocket = socket(AF_INET, SOCK_STREAM)
serverSocket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
serverSocket.bind(("", 0))
serverSocket.listen(1)
serverPort = serverSocket.getsockname()[1]
print("The server is ready to receive")


def client(sentence):
    clientSocket = socket(AF_INET, SOCK_STREAM)
    clientSocket.connect(("localhost", serverPort))
    clientSocket.send(sentence.encode())
    modifiedSentence = clientSocket.recv(1024)
    print("From Server:", modifiedSentence.decode())
    clientSocket.close()


for sentence in ("hello", "again", "straße"):
    thread = threading.Thread(target=client, args=(sentence,))
    thread.start()
    connectionSocket, addr = serverSocket.accept()
    sentence = connectionSocket.recv(1024).decode()
    connectionSocket.send(sentence.upper().encode())
    connectionSocket.close()
    thread.join()
