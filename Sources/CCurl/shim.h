/*
 * shim.h - libcurl for Swift, which imports no variadic function, and what libcurl leaves to OpenSSL: whom a TLS
 * connection trusts.  That is decided inside the handshake, before a byte of a request leaves.
 */
#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <sys/socket.h>

#define CCURL_DIGEST_LENGTH 32

/* What a server's certificate is held against, and what it was. */
struct ccurl_trust {
	X509_STORE *store;                          /* its chain must end in one of these; NULL: no chain is looked at */
	int has_wanted;                             /* it must be this very certificate: */
	unsigned char wanted[CCURL_DIGEST_LENGTH];
	int allows_old_tls;                         /* TLS 1.0, short keys, SHA-1 and the ciphers of their time */
	int error;                                  /* X509_V_..., of the last handshake */
	int has_seen;
	unsigned char seen[CCURL_DIGEST_LENGTH];    /* SHA-256 of the certificate that was shown */
};

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value)
{
	return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value)
{
	return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value)
{
	return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value)
{
	return curl_easy_setopt(handle, option, value);
}

typedef size_t (*ccurl_receiver)(char *bytes, size_t size, size_t count, void *data);

static inline CURLcode ccurl_set_receiver(CURL *handle, CURLoption option, ccurl_receiver value)
{
	return curl_easy_setopt(handle, option, value);
}

typedef int (*ccurl_prerequest)(void *data, char *, char *, int, int);

static inline CURLcode ccurl_set_prerequest(CURL *handle, ccurl_prerequest value)
{
	return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}

static inline int ccurl_on_socket(void *data, curl_socket_t socket, curlsocktype purpose)
{
	struct linger abort = { 1, 0 };

	(void)data;
	(void)purpose;
	return setsockopt(socket, SOL_SOCKET, SO_LINGER, &abort, sizeof abort) == 0
		? CURL_SOCKOPT_OK : CURL_SOCKOPT_ERROR;
}

/* Connections end with a reset, a kill too.  Otherwise the kernel would go on for minutes to deliver what was sent. */
static inline CURLcode ccurl_set_abortive(CURL *handle)
{
	return curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, ccurl_on_socket);
}

static inline long ccurl_get_long(CURL *handle, CURLINFO info)
{
	long value = 0;
	return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

static inline curl_off_t ccurl_get_number(CURL *handle, CURLINFO info)
{
	curl_off_t value = 0;
	return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

static inline curl_socket_t ccurl_get_socket(CURL *handle)
{
	curl_socket_t value = CURL_SOCKET_BAD;
	return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &value) == CURLE_OK ? value : CURL_SOCKET_BAD;
}

/* Where libcurl's distributor keeps the authorities of the system; NULL when nowhere. */
static inline const char *ccurl_system_authorities(void)
{
	return curl_version_info(CURLVERSION_NOW)->cainfo;
}

/* How a transfer ended; -1 while it has not. */
static inline int ccurl_finished(CURLM *multi)
{
	int left;
	CURLMsg *message = curl_multi_info_read(multi, &left);
	return message && message->msg == CURLMSG_DONE ? (int)message->data.result : -1;
}

/* The authorities in what a PEM file has; NULL when there are none. */
static inline X509_STORE *ccurl_parse_authorities(const void *bytes, int count)
{
	X509_STORE *store = X509_STORE_new();
	BIO *input = BIO_new_mem_buf(bytes, count);
	X509 *certificate;
	int found = 0;

	while (store && input && (certificate = PEM_read_bio_X509_AUX(input, NULL, NULL, NULL))) {
		found += X509_STORE_add_cert(store, certificate) == 1;
		X509_free(certificate);
	}
	BIO_free(input);
	ERR_clear_error();
	if (!found) {
		X509_STORE_free(store);
		return NULL;
	}
	/* an operator may name the board's own certificate as its authority */
	X509_STORE_set_flags(store, X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN);
	return store;
}

static inline int ccurl_verify(X509_STORE_CTX *chain, void *data)
{
	struct ccurl_trust *trust = (struct ccurl_trust *)data;
	X509 *certificate = X509_STORE_CTX_get0_cert(chain);
	unsigned length = 0;
	int good = 1;

	trust->has_seen = certificate && X509_digest(certificate, EVP_sha256(), trust->seen, &length) == 1
		&& length == CCURL_DIGEST_LENGTH;
	if (trust->store) {
		good = X509_verify_cert(chain) == 1;
		trust->error = X509_STORE_CTX_get_error(chain);
	} else {
		if (trust->has_wanted)
			good = trust->has_seen && memcmp(trust->seen, trust->wanted, CCURL_DIGEST_LENGTH) == 0;
		trust->error = good ? X509_V_OK : X509_V_ERR_APPLICATION_VERIFICATION;
		X509_STORE_CTX_set_error(chain, trust->error);
	}
	return good;
}

static inline CURLcode ccurl_on_context(CURL *handle, void *context, void *data)
{
	struct ccurl_trust *trust = (struct ccurl_trust *)data;

	(void)handle;
	trust->error = X509_V_OK;
	trust->has_seen = 0;
	SSL_CTX_set_cert_verify_callback((SSL_CTX *)context, ccurl_verify, trust);
	if (trust->store)
		SSL_CTX_set1_cert_store((SSL_CTX *)context, trust->store);
	if (trust->allows_old_tls) {
		SSL_CTX_set_security_level((SSL_CTX *)context, 0);
		SSL_CTX_set_options((SSL_CTX *)context, SSL_OP_LEGACY_SERVER_CONNECT);
		if (SSL_CTX_set_cipher_list((SSL_CTX *)context, "ALL:!aNULL:!eNULL:@SECLEVEL=0") != 1)
			return CURLE_SSL_CIPHER;
	}
	return CURLE_OK;
}

static inline CURLcode ccurl_set_trust(CURL *handle, struct ccurl_trust *trust)
{
	CURLcode code = curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, ccurl_on_context);
	return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_SSL_CTX_DATA, trust) : code;
}

#endif
